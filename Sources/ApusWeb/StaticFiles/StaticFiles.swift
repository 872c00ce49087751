import ApusHTTP
import Glibc

/// Serves the files of `Static/`, and the framework's own, below the static URL.
struct StaticFiles: Sendable {
    private let prefix: [UInt8]
    private let folders: [String]

    init(_ settings: Settings) {
        prefix = Array(settings.staticURL.utf8)
        folders = settings.staticFolders
    }

    /// What is found at the path of a static file.
    private enum Found {
        case file(descriptor: Int32, size: Int, modified: timespec)
        case embedded([UInt8])
    }

    /// The answer to `request`, or nil where its path isn't below the static URL. Throws 404 where
    /// there is no such file.
    func respond(to request: Request) throws -> Response? {
        guard request.target.utf8.starts(with: prefix) else { return nil }
        let name: String? = RequestPath.withDecoded(request.target) { path in
            guard path.count > prefix.count, path.starts(with: prefix) else { return nil }
            return String(decoding: path[prefix.count...], as: UTF8.self)
        }
        guard let name else { return nil }
        guard Self.isSafe(name), let found = find(name) else {
            throw HTTPError.notFound("'\(name)' could not be found among the static files.")
        }
        guard request.method == .get || request.method == .head else {
            if case .file(let descriptor, _, _) = found { close(descriptor) }
            return .methodNotAllowed([.get, .head])
        }
        switch found {
        case .embedded(let bytes):
            // FNV-1a: an embedded file has no time, and changes only with the binary.
            let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01b3
            }
            return respond(
                request, name, tag: "\"\(String(hash, radix: 16))\"", modified: nil,
                read: { bytes })
        case .file(let descriptor, let size, let modified):
            defer { close(descriptor) }
            // The time in nanoseconds: two edits within a second are two versions.
            let stamp = UInt64(modified.tv_sec) &* 1_000_000_000 &+ UInt64(modified.tv_nsec)
            let tag = "\"\(String(stamp, radix: 16))-\(String(size, radix: 16))\""
            return try respond(
                request, name, tag: tag, modified: HTTPDate(secondsSince1970: modified.tv_sec),
                read: { try Self.read(descriptor, size) })
        }
    }

    private func respond(
        _ request: Request, _ name: String, tag: String, modified: HTTPDate?,
        read: () throws -> [UInt8]
    ) rethrows -> Response {
        var response = Response(headers: ["Content-Type": ContentType.of(name)])
        response.headers.append("ETag", tag)
        if let modified { response.headers.append("Last-Modified", "\(modified)") }
        let preconditions = Preconditions(request, tag: tag, modified: modified)
        if preconditions.isNotModified {
            response.status = .notModified
            response.headers.remove("Content-Type")
            return response
        }
        response.body = .bytes(try read())
        return response
    }

    private func find(_ name: String) -> Found? {
        for folder in folders {
            let descriptor = open("\(folder)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            guard descriptor >= 0 else { continue }
            var status = stat()
            if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
                return .file(
                    descriptor: descriptor, size: Int(status.st_size), modified: status.st_mtim)
            }
            close(descriptor)
        }
        return EmbeddedFiles.bytes("static/" + name).map(Found.embedded)
    }

    /// Whether there is a file of that name.
    func exists(_ name: String) -> Bool {
        guard Self.isSafe(name), let found = find(name) else { return false }
        if case .file(let descriptor, _, _) = found { close(descriptor) }
        return true
    }

    /// Whether `name` stays below the folder and names no hidden file.
    private static func isSafe(_ name: String) -> Bool {
        if name.utf8.contains(0) { return false }
        return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.first != UInt8(ascii: ".") }
    }

    private static func read(_ descriptor: Int32, _ size: Int) throws -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(
                    descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { break }
                count += got
            }
        }
        if failure != 0 { throw UnreadableFile(reason: String(cString: strerror(failure))) }
        return bytes
    }
}

/// A static file that is there but can't be read.
struct UnreadableFile: Error, CustomStringConvertible {
    let reason: String

    var description: String { "A static file can't be read: \(reason)." }
}
