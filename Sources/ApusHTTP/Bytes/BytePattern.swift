/// Bytes to be found in others in one pass (Knuth, Morris, Pratt): no input makes the search slow.
struct BytePattern: Sendable {
    private let bytes: [UInt8]
    /// For each place how much of the pattern's beginning ends there.
    private let borders: [Int]

    /// A pattern of at least one byte.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var borders = [Int](repeating: 0, count: bytes.count)
        var matched = 0
        for place in bytes.indices.dropFirst() {
            while matched > 0, bytes[place] != bytes[matched] { matched = borders[matched - 1] }
            if bytes[place] == bytes[matched] { matched += 1 }
            borders[place] = matched
        }
        self.borders = borders
    }

    var count: Int { bytes.count }

    /// The first place at or after `start` where the pattern stands.
    func first(in input: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let first = bytes.first else { return start }
        var matched = 0
        var here = start
        while here < input.count {
            if matched == 0 {
                here = input.firstPlace(of: first, from: here)
                guard here < input.count else { return nil }
            }
            let byte = input[here]
            while matched > 0, byte != bytes[matched] { matched = borders[matched - 1] }
            if byte == bytes[matched] { matched += 1 }
            here += 1
            if matched == bytes.count { return here - matched }
        }
        return nil
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first place of `byte` at or after `start`, or the end.
    @inline(__always)
    func firstPlace(of byte: UInt8, from start: Int) -> Int {
        guard let base = UnsafeRawPointer(baseAddress) else { return count }
        var here = start
        while here &+ 8 <= count {
            let marks = ByteWord(base, at: here).equal(byte)
            if marks != 0 { return here &+ marks.trailingZeroBitCount &>> 3 }
            here &+= 8
        }
        while here < count, self[here] != byte { here &+= 1 }
        return here
    }
}
