internal import ApusHTTP
internal import Glibc

/// The body of a request while it comes: in memory up to 64 KiB, then in a temporary file.
struct IncomingBody {
    private var bytes: [UInt8] = []
    private var file: SpoolFile?

    /// A larger body goes into a file.
    static let mostInMemory = 64 << 10

    var isEmpty: Bool { bytes.isEmpty && file == nil }

    mutating func reserve(_ count: Int) {
        if count <= Self.mostInMemory { bytes.reserveCapacity(count) }
    }

    /// Adds what has come.
    mutating func append(_ piece: UnsafeRawBufferPointer) throws(SystemError) {
        if let file { return try file.append(piece) }
        guard bytes.count + piece.count > Self.mostInMemory else {
            return bytes.append(contentsOf: piece)
        }
        let file = try SpoolFile()
        let result = bytes.withUnsafeBytes { begun in
            Result { () throws(SystemError) in try file.append(begun) }
        }
        try result.get()
        try file.append(piece)
        self.file = file
        bytes = []
    }

    /// The whole body; what follows begins another.
    @inline(__always)
    mutating func take() -> Content {
        if let file {
            self.file = nil
            return Content(file)
        }
        if bytes.isEmpty { return Content() }
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return Content(taken)
    }
}

extension SystemError {
    /// What a client is answered whose body couldn't be kept.
    var bodyRefusal: (status: Status, reason: String) {
        [ENOSPC, EDQUOT, EFBIG].contains(number)
            ? (.insufficientStorage, "There is no room for the request's body.")
            : (.serviceUnavailable, "The request's body can't be kept now.")
    }
}
