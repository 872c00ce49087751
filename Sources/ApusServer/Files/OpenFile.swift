public import ApusHTTP
internal import CLinux
internal import Glibc

/// A file that is open for reading. Sent as the body of a response, it goes from the disk to the
/// network inside the kernel.
///
///     Response(body: .file(try OpenFile("/srv/report.pdf")))
public final class OpenFile: ContentStore, DescriptorStore {
    let descriptor: Int32
    /// Its size in bytes when it was opened.
    public let count: Int
    /// When it was changed last.
    public let modified: HTTPDate
    /// What is different after each change: the time in nanoseconds and the size.
    public let version: String

    /// Opens the file at `path`. Throws a ``SystemError``, also for what is no ordinary file
    /// (`EISDIR` for folders).
    public convenience init(_ path: String) throws(SystemError) {
        guard !path.utf8.contains(0) else { throw SystemError(EINVAL, "can't open \(path)") }
        // A pipe without a writer would keep its reader waiting.
        let descriptor = clinux_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0)
        try self.init(descriptor: descriptor, path)
    }

    /// Opens the file `name` below `folder`: a name from outside can't lead out of it, neither by
    /// `..` nor by a symbolic link.
    public convenience init(_ name: String, in folder: String) throws(SystemError) {
        guard !name.utf8.contains(0) else { throw SystemError(EINVAL, "can't open \(name)") }
        let descriptor = clinux_open_below(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        try self.init(descriptor: descriptor, "\(folder)/\(name)")
    }

    private init(descriptor: Int32, _ path: String) throws(SystemError) {
        self.descriptor = descriptor
        guard descriptor >= 0 else { throw SystemError(errno, "can't open \(path)") }
        var status = stat()
        let result = fstat(descriptor, &status)
        count = Int(status.st_size)
        modified = HTTPDate(secondsSince1970: status.st_mtim.tv_sec)
        let stamp =
            UInt64(bitPattern: Int64(status.st_mtim.tv_sec)) &* 1_000_000_000
            &+ UInt64(bitPattern: Int64(status.st_mtim.tv_nsec))
        version = String(stamp, radix: 16) + "-" + String(status.st_size, radix: 16)
        guard result == 0 else { throw SystemError(errno, "can't look at \(path)") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            throw SystemError(isFolder ? EISDIR : EINVAL, "can't send \(path)")
        }
    }

    /// Reads from `offset` on. Throws a ``SystemError``.
    public func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws -> Int {
        try fill(room, from: offset)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

extension ResponseBody {
    /// A file, sent with Content-Length.
    public static func file(_ file: OpenFile) -> ResponseBody { .content(Content(file)) }
}
