public import ApusHTTP
internal import CLinux
internal import Glibc

extension Content {
    /// Writes the bytes into a file at `path`, from where they are: what the server has kept in a
    /// file is copied inside the kernel. The file is there whole or not at all. Throws a
    /// ``SystemError``, `EEXIST` where there is a file already, unless it is to be replaced.
    public func save(to path: String, replacing: Bool = false) throws(SystemError) {
        let attempt = "can't save a file as \(path)"
        guard !path.utf8.contains(0) else { throw SystemError(EINVAL, attempt) }
        let unfinished = path + ".\(String(UInt64.random(in: 0 ... .max), radix: 36)).part"
        let file = clinux_open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw SystemError(errno, attempt) }
        defer { unlink(unfinished) }
        var failure = write(to: file)
        if close(file) != 0 && failure == 0 { failure = errno }
        guard failure == 0 else { throw SystemError(failure, attempt) }
        let moved = replacing ? rename(unfinished, path) : link(unfinished, path)
        guard moved == 0 else { throw SystemError(errno, attempt) }
    }

    /// 0, or the number of the reason why it wasn't written.
    private func write(to file: Int32) -> Int32 {
        let outgoing = OutgoingContents([self])
        while outgoing.remaining > 0 {
            switch outgoing.send(to: file, most: .max) {
            case .sent(0): return EIO
            case .sent: break
            case .clientLeft: return errno
            case .cutOff: return EIO
            }
        }
        return 0
    }
}

extension UploadedFile {
    /// Writes the file to `path`, which should not be made of the client's name for it alone. Throws
    /// a ``SystemError``, `EEXIST` where there is a file already, unless it is to be replaced.
    public func save(to path: String, replacing: Bool = false) throws(SystemError) {
        try content.save(to: path, replacing: replacing)
    }
}
