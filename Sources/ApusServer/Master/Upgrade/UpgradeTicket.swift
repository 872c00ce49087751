internal import CLinux
internal import Glibc

/// What a program finds in its environment that is to follow a running master.
struct UpgradeTicket: Equatable {
    /// The environment's name for it.
    static let variable = "APUS_UPGRADE"
    /// What a program prints that could take over.
    static let verdict = "apus: this program can take over\n"

    var role: Role
    /// The master's process id: the parent's in a trial, else one's own.
    var master: Int32
    /// Where the `Handover` is.
    var handover: Int32

    enum Role: String {
        /// A child of the master that is to say whether it could take over.
        case trial
        /// The master, from now on.
        case take
        /// The master again, after its successor gave back.
        case back
    }

    var text: String { "\(role.rawValue) \(master) \(handover)" }

    init(role: Role, master: Int32, handover: Int32) {
        self.role = role
        self.master = master
        self.handover = handover
    }

    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 3, let role = Role(rawValue: String(words[0])),
            let master = Int32(words[1]), let handover = Int32(words[2])
        else { return nil }
        self.init(role: role, master: master, handover: handover)
    }

    /// This process's ticket, if it is meant: programs that views start inherit the variable too.
    static var inherited: UpgradeTicket? {
        guard let text = getenv(variable), let ticket = UpgradeTicket(String(cString: text)),
            ticket.master == (ticket.role == .trial ? getppid() : getpid())
        else { return nil }
        return ticket
    }
}

extension Handover {
    /// Executes a program in this process's place, with all that is handed over open. Comes back
    /// only when that can't be done; everything is then as it was.
    func become(_ executable: Int32, as role: UpgradeTicket.Role) -> SettingError {
        do throws(SettingError) {
            let memory = try inMemory()
            defer { close(memory) }
            let kept = descriptors + [memory]
            for descriptor in kept { _ = clinux_fcntl(descriptor, F_SETFD, 0) }
            defer { for descriptor in kept { setCloseOnExec(descriptor) } }
            let ticket = UpgradeTicket(role: role, master: getpid(), handover: memory)
            let reason = ProcessStart.become(
                executable, adding: [UpgradeTicket.variable: ticket.text])
            return SettingError("can't start the program: \(systemReason(reason))")
        } catch {
            return error
        }
    }
}
