import Glibc
import Synchronization

/// Where a server listens.
enum ServerAddress: Sendable {
    case port(UInt16)
    case unix(String)
}

extension Client {
    convenience init(_ address: ServerAddress) throws {
        switch address {
        case .port(let port): try self.init(port: port)
        case .unix(let path): try self.init(path: path)
        }
    }
}

/// Clients that ask without pause: those with an even number keep their connections for as long as
/// the server does, the others make a new one for each request.
///
/// With `untilRefused`, a client that can't connect has seen the end of the service and stops: one
/// that was connected must be answered all the same.
///
/// A server that goes keeps an idle connection for a second. A client that was itself held up for
/// nearly as long before it asked has no claim to an answer, and asks again on a new connection.
final class Load: Sendable {
    private let clients: [Background<Result>]
    private let control: Control

    struct Result: Sendable {
        /// Requests asked.
        var count = 0
        /// What was not as it should be: resets, other statuses than 200, other bodies.
        var failures: [String] = []
    }

    private final class Control: Sendable {
        let isStopped = Atomic(false)
        let untilRefused: Bool
        let remaining: Atomic<Int>
        let asked = Atomic(0)

        init(_ requests: Int, untilRefused: Bool) {
            remaining = Atomic(requests)
            self.untilRefused = untilRefused
        }

        /// Whether one more request is to be asked.
        func next() -> Bool {
            guard !isStopped.load(ordering: .relaxed) else { return false }
            guard remaining.wrappingSubtract(1, ordering: .relaxed).oldValue > 0 else {
                return false
            }
            asked.wrappingAdd(1, ordering: .relaxed)
            return true
        }
    }

    /// Starts `clients` that ask for `target`, for `requests` in all or until they are stopped;
    /// `body` is what each answer must have.
    init(
        _ address: ServerAddress, clients: Int = 8, requests: Int = .max, target: String = "/",
        body: String? = nil, untilRefused: Bool = false
    ) {
        let control = Control(requests, untilRefused: untilRefused)
        self.control = control
        self.clients = (0..<clients).map { number in
            Background { Self.ask(address, target, body, keeps: number % 2 == 0, control) }
        }
    }

    convenience init(_ server: ServerProcess, clients: Int = 8, requests: Int = .max) {
        self.init(server.address, clients: clients, requests: requests, body: "Hello, World!")
    }

    /// Requests asked so far.
    var asked: Int { control.asked.load(ordering: .relaxed) }

    /// Waits until so many have been asked, however long that takes here.
    func waitUntilAsked(_ count: Int) throws {
        try waitUntil("\(count) requests", seconds: 600) { asked >= count }
    }

    /// Ends the load after the requests that are under way.
    func stop() throws -> Result {
        control.isStopped.store(true, ordering: .relaxed)
        return try finish()
    }

    /// Waits until all requests are answered.
    func finish() throws -> Result {
        var sum = Result()
        for client in clients {
            let result = try client.value()
            sum.count += result.count
            sum.failures += result.failures
        }
        return sum
    }

    private static func ask(
        _ address: ServerAddress, _ target: String, _ body: String?, keeps: Bool,
        _ control: Control
    ) -> Result {
        var result = Result()
        var kept: Client?
        var answered = now()
        while control.next() {
            result.count += 1
            var wasLate = false
            do {
                let client = try kept ?? Client(address)
                try client.ask(target)
                wasLate = kept != nil && now() - answered > 0.7
                let answer = try client.answer()
                answered = now()
                if answer.status != 200 || (body != nil && answer.body != body) {
                    result.failures.append("\(answer)")
                }
                let isClosed = answer.head.contains("Connection: close")
                kept = keeps && !isClosed ? client : nil
            } catch is Client.Refused where control.untilRefused {
                return result
            } catch {
                let kind = kept == nil ? "new" : "kept"
                if !wasLate { result.failures.append("\(error) on a \(kind) connection") }
                kept = nil
            }
        }
        return result
    }
}
