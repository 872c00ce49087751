internal import ApusHTTP
internal import CLinux
internal import Glibc

/// The master's own small server for `--status-bind`: it answers from what the master knows, so it
/// answers also when no worker does. Part of the master's one loop: nothing here waits.
struct StatusServer {
    /// More clients wait in the listen queue.
    private static let mostConnections = 32
    private static let patience: UInt64 = 5_000_000_000

    let listener: Listener
    private var connections: [Connection] = []

    private struct Connection {
        let descriptor: Int32
        let deadline: UInt64
        var parser = RequestParser(limits: RequestLimits(body: 0))
        var input: [UInt8] = []
        var output: [UInt8] = []
    }

    init(_ address: BindAddress) throws(ListenError) {
        listener = try Listener(address, backlog: 64)
    }

    init(_ listener: Listener) { self.listener = listener }

    /// What the master's loop is to wait for.
    var watched: [pollfd] {
        let isFull = connections.count >= Self.mostConnections
        let own = pollfd(
            fd: isFull ? -1 : listener.descriptor, events: Int16(POLLIN), revents: 0)
        return [own]
            + connections.map { connection in
                let events = connection.output.isEmpty ? POLLIN : POLLOUT
                return pollfd(fd: connection.descriptor, events: Int16(events), revents: 0)
            }
    }

    /// Goes on with the clients that are ready; `report` gives the answer for a path.
    mutating func serve(_ polled: [pollfd], report: (String) -> Response) {
        let now = monotonicNow()
        var kept: [Connection] = []
        for (position, connection) in connections.enumerated() {
            var connection = connection
            let isReady = position + 1 < polled.count && polled[position + 1].revents != 0
            let isOpen = isReady ? advance(&connection, report) : now < connection.deadline
            if isOpen { kept.append(connection) } else { close(connection.descriptor) }
        }
        connections = kept
        guard let own = polled.first, own.revents != 0 else { return }
        while connections.count < Self.mostConnections {
            let socket = clinux_accept(listener.descriptor, nil, nil)
            guard socket >= 0 else { return }
            connections.append(Connection(descriptor: socket, deadline: now + Self.patience))
        }
    }

    /// Reads, answers or writes on; false when the connection is done with.
    private func advance(_ connection: inout Connection, _ report: (String) -> Response) -> Bool {
        if connection.output.isEmpty {
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = read(connection.descriptor, &piece, piece.count)
            guard count > 0 else { return count < 0 && errno == EAGAIN }
            connection.input += piece[..<count]
            guard let response = answer(&connection, report) else { return true }
            connection.output = response
        }
        let count = write(connection.descriptor, connection.output, connection.output.count)
        if count > 0 { connection.output.removeFirst(count) }
        let isWaiting = count < 0 && errno == EAGAIN
        guard connection.output.isEmpty || !(count > 0 || isWaiting) else { return true }
        shutdown(connection.descriptor, Int32(SHUT_WR))
        return false
    }

    /// The bytes of the answer, once the request's head is whole.
    private func answer(
        _ connection: inout Connection, _ report: (String) -> Response
    ) -> [UInt8]? {
        var response: Response
        var serializer = ResponseSerializer(keepAlive: false)
        do throws(ParseError) {
            let step = try connection.parser.parse(connection.input)
            guard case .head(let head) = step.event else { return nil }
            serializer.isHead = head.method == .head
            if head.method == .get || head.method == .head {
                response = report(AccessLog.split(head.target).path)
            } else {
                response = Response(status: .methodNotAllowed, headers: ["Allow": "GET, HEAD"])
            }
        } catch {
            response = Response(status: error.status, body: .text("\(error)\n"))
        }
        response.headers["Cache-Control"] = "no-store"
        var bytes: [UInt8] = []
        let date = HTTPDate(secondsSince1970: wallClockNow()).bytes
        _ = try? serializer.append(response, date: date, to: &bytes)
        return bytes
    }
}
