internal import CLinux
internal import Glibc

/// The file that tells others the master's process id.
struct PIDFile {
    let path: String

    /// Writes the id, unless the file names a process that still lives.
    init(_ path: String) throws(SettingError) {
        self.path = path
        if let text = readSmallFile(path), let other = parseCount(text.prefix { $0 != "\n" }),
            let pid = pid_t(exactly: other), pid > 0, pid != getpid(),
            kill(pid, 0) == 0 || errno == EPERM
        {
            throw SettingError(
                "the pid file \(path) names process \(other), which still runs: stop it first")
        }
        // Written beside it and renamed, so that nobody reads half a number.
        let draft = path + ".\(getpid())"
        let descriptor = clinux_open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw SettingError("can't write the pid file \(path): \(systemReason(errno))")
        }
        defer { close(descriptor) }
        let text = Array("\(getpid())\n".utf8)
        guard write(descriptor, text, text.count) == text.count, rename(draft, path) == 0 else {
            let reason = errno
            unlink(draft)
            throw SettingError("can't write the pid file \(path): \(systemReason(reason))")
        }
    }

    /// Removes the file, if it still is ours.
    func remove() {
        if readSmallFile(path) == "\(getpid())\n" { unlink(path) }
    }
}
