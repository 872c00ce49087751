internal import CLinux
internal import Glibc

/// The user and group that the workers run as (`--user`, `--group`).
struct Identity: Equatable {
    let user: uid_t
    let group: gid_t
    /// The user's name, whose further groups the workers get; nil for a number without an entry.
    let name: String?

    /// What the settings ask for; nil where that is nothing. Throws where an account is unknown, or
    /// this process may not become it.
    init?(_ settings: ServerSettings) throws(SettingError) {
        guard settings.user != nil || settings.group != nil else { return nil }
        var user = geteuid()
        var group = getegid()
        var name: String?
        if let asked = settings.user {
            let number = parseCount(asked[...]).flatMap { uid_t(exactly: $0) }
            if let entry = number.map({ getpwuid($0) }) ?? getpwnam(asked) {
                user = entry.pointee.pw_uid
                group = entry.pointee.pw_gid
                name = String(cString: entry.pointee.pw_name)
            } else if let number {
                user = number
            } else {
                throw SettingError("--user: there is no user '\(asked)' on this machine")
            }
        }
        if let asked = settings.group {
            if let entry = getgrnam(asked) {
                group = entry.pointee.gr_gid
            } else if let number = parseCount(asked[...]).flatMap({ gid_t(exactly: $0) }) {
                group = number
            } else {
                throw SettingError("--group: there is no group '\(asked)' on this machine")
            }
        }
        guard geteuid() == 0 || (user == geteuid() && group == getegid()) else {
            throw SettingError(
                "--user and --group need a server that is started as root: leave them away, or "
                    + "start it so")
        }
        self.user = user
        self.group = group
        self.name = name
    }

    /// Becomes it, for good.
    func assume() throws(SettingError) {
        guard geteuid() == 0 else { return }
        let groups = name.map { initgroups($0, group) } ?? setgroups(0, nil)
        guard groups == 0, setgid(group) == 0, setuid(user) == 0 else {
            throw SettingError(
                "can't become user \(user), group \(group): \(systemReason(errno))")
        }
        _ = clinux_follow_parent()
    }

    /// Gives a log to the workers' user, which opens it anew after a rotation.
    func own(_ destination: LogDestination?) {
        if case .file(let path) = destination { _ = chown(path, user, group) }
    }
}
