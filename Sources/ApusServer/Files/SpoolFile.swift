internal import ApusHTTP
internal import CLinux
internal import Glibc

/// A file without a name in which the server keeps what is too large for memory. The system removes
/// it with the last reference to it, and also when the process dies.
final class SpoolFile: DescriptorStore {
    let descriptor: Int32
    /// Grows while the one connection that owns the file writes to it, and not after that.
    nonisolated(unsafe) private(set) var count = 0

    /// Makes a file in the folder of `TMPDIR`, or in `/tmp`.
    init() throws(SystemError) {
        let given = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        let folder = given.isEmpty ? "/tmp" : given
        descriptor = Self.open(folder)
        guard descriptor >= 0 else {
            throw SystemError(errno, "can't make a temporary file in \(folder)")
        }
    }

    deinit { close(descriptor) }

    private static func open(_ folder: String) -> Int32 {
        let found = clinux_open(folder, clinux_o_tmpfile | O_RDWR | O_CLOEXEC, 0o600)
        // Some file systems only make files with names.
        guard found < 0, errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT else {
            return found
        }
        var path = Array("\(folder)/apus-body-XXXXXX".utf8CString)
        return path.withUnsafeMutableBufferPointer { path in
            guard let name = path.baseAddress else { return -1 }
            let named = mkstemp(name)
            if named >= 0 {
                setCloseOnExec(named)
                unlink(name)
            }
            return named
        }
    }

    func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws -> Int {
        try fill(room, from: offset)
    }

    /// Adds bytes at the end.
    func append(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw SystemError(errno, "can't keep a body in a temporary file")
            }
            count += written
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }
}
