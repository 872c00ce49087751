internal import CLinux
internal import Glibc

/// What a master needs to go on where another program in the same process has stopped: USR2 has the
/// master execute its successor in place, and nothing but descriptors and this survives that.
struct Handover: Equatable {
    /// Grows when the meaning of anything changes that both programs look at: this, the
    /// scoreboard's slots, the workers' tickets. A program takes over from its own version alone.
    static let version = 2

    /// The name under which reloads look for the program.
    var path: String
    /// The program that handed over, to go back to.
    var predecessor: Int32
    /// The program of the serving generation.
    var executable: Int32
    var generation: Int
    var lastGeneration: Int
    /// How many workers there are to be, and what the settings had said.
    var target: Int
    var configured: Int
    var scoreboard: Int32
    var wake: Int32
    var tally = Tally()
    /// Whether the listeners are a service manager's.
    var isActivated = false
    var listeners: [Listening] = []
    var status: Listening?
    var workers: [WorkerProcess] = []
    var pidFile: PIDFile?
    /// Why the successor gave back.
    var failure = ""

    /// A listening socket.
    struct Listening: Equatable {
        var asked: BindAddress
        var address: BindAddress
        var descriptor: Int32
        var file: SocketFile?
    }

    /// All that must stay open.
    var descriptors: [Int32] {
        [predecessor, executable, scoreboard, wake] + listeners.map(\.descriptor)
            + (status.map { [$0.descriptor] } ?? []) + (pidFile.map { [$0.descriptor] } ?? [])
    }

    // MARK: - In the new process

    /// Writes this to memory that a program started from here can read.
    func inMemory() throws(SettingError) -> Int32 {
        let descriptor = clinux_memfd_create("apus-handover", 1 /* MFD_CLOEXEC */)
        let bytes = Array(text.utf8)
        guard descriptor >= 0, write(descriptor, bytes, bytes.count) == bytes.count else {
            throw SettingError("can't write what is handed over: \(systemReason(errno))")
        }
        return descriptor
    }

    /// Reads what another program wrote there.
    init(from descriptor: Int32) throws(SettingError) {
        guard let text = readSmallFile("/proc/self/fd/\(descriptor)"), let read = Handover(text)
        else {
            throw SettingError(
                "this program can't take over from the one that runs: stop that one and start this "
                    + "one instead")
        }
        self = read
    }

    init(
        path: String, predecessor: Int32, executable: Int32, generation: Int, lastGeneration: Int,
        target: Int, configured: Int, scoreboard: Int32, wake: Int32
    ) {
        self.path = path
        self.predecessor = predecessor
        self.executable = executable
        self.generation = generation
        self.lastGeneration = lastGeneration
        self.target = target
        self.configured = configured
        self.scoreboard = scoreboard
        self.wake = wake
    }
}
