internal import Glibc

/// What a worker finds in its environment: which slot of which generation it is, and the
/// descriptors that it inherited.
struct WorkerTicket: Equatable {
    /// The environment's name for it.
    static let variable = "APUS_WORKER"

    /// The process id of the master, whose child the worker must be.
    var master: Int32
    /// The worker's place in the scoreboard.
    var slot: Int
    /// Its stable number, from 1.
    var index: Int
    var generation: Int
    var scoreboard: Int32
    /// An eventfd that wakes the master.
    var wake: Int32
    var listeners: [Int32]

    /// The ticket as the environment carries it.
    var text: String {
        let numbers = [Int(master), slot, index, generation, Int(scoreboard), Int(wake)]
        return (numbers + listeners.map(Int.init)).map(String.init).joined(separator: " ")
    }

    init(
        master: Int32, slot: Int, index: Int, generation: Int, scoreboard: Int32, wake: Int32,
        listeners: [Int32]
    ) {
        self.master = master
        self.slot = slot
        self.index = index
        self.generation = generation
        self.scoreboard = scoreboard
        self.wake = wake
        self.listeners = listeners
    }

    init?(_ text: String) {
        let numbers = text.split(separator: " ").compactMap { parseCount($0) }
        guard numbers.count >= 7, numbers.allSatisfy({ $0 <= Int(Int32.max) }) else { return nil }
        self.init(
            master: Int32(numbers[0]), slot: numbers[1], index: numbers[2], generation: numbers[3],
            scoreboard: Int32(numbers[4]), wake: Int32(numbers[5]),
            listeners: numbers[6...].map { Int32($0) })
    }

    /// This process's ticket, if its parent is the master that wrote it: a program that a view
    /// starts inherits the variable too, and is no worker.
    static var inherited: WorkerTicket? {
        guard let text = getenv(variable), let ticket = WorkerTicket(String(cString: text)),
            ticket.master == getppid()
        else { return nil }
        return ticket
    }
}
