internal import CLinux
internal import Glibc

/// The file that tells others the master's process id.
///
/// The master holds a lock on it for as long as it runs, also through USR2. So a file that was left
/// behind is known from one that is in use, whatever process has the number by now.
struct PIDFile: Equatable {
    let path: String
    /// The file, open and locked.
    let descriptor: Int32

    /// Writes the id, unless a server that still runs has the file.
    init(_ path: String) throws(SettingError) {
        self.path = path
        descriptor = try Self.locked(path)
        let text = Array("\(getpid())\n".utf8)
        // Written over what was there and then cut: nobody reads half a number.
        guard pwrite(descriptor, text, text.count, 0) == text.count,
            ftruncate(descriptor, text.count) == 0
        else {
            let reason = errno
            close(descriptor)
            throw Self.failure(path, reason)
        }
    }

    /// A file that was handed over, if it is the one that is asked for; it names this process.
    init?(_ handed: PIDFile, at path: String) {
        guard handed.path == path else { return nil }
        self = handed
    }

    /// A file that was handed over.
    init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Removes the file, if it still is ours, and lets it go.
    func remove() {
        if Self.isSame(descriptor, path) { unlink(path) }
        close(descriptor)
    }

    private static func locked(_ path: String) throws(SettingError) -> Int32 {
        while true {
            let descriptor = clinux_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw failure(path, errno) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let reason = errno
                close(descriptor)
                guard reason == EWOULDBLOCK else { throw failure(path, reason) }
                let other = (readSmallFile(path) ?? "").prefix { $0 != "\n" }
                throw SettingError(
                    "the pid file \(path) belongs to process \(other), which still runs: stop it "
                        + "first")
            }
            // Who had it may have removed it between the two calls.
            if isSame(descriptor, path) { return descriptor }
            close(descriptor)
        }
    }

    private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
        var open = stat()
        var named = stat()
        return fstat(descriptor, &open) == 0 && stat(path, &named) == 0
            && open.st_dev == named.st_dev && open.st_ino == named.st_ino
    }

    private static func failure(_ path: String, _ reason: Int32) -> SettingError {
        SettingError("can't write the pid file \(path): \(systemReason(reason))")
    }
}
