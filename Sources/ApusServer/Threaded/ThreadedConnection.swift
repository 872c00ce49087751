internal import ApusHTTP
internal import CLinux
internal import Glibc

/// One connection of the threaded server, served on its own thread from accept to close.
final class ThreadedConnection {
    private let server: ThreadedServer
    private let descriptor: Int32
    private let peer: String
    private let watch: ConnectionWatch
    private var parser: RequestParser
    private var input: [UInt8] = []
    private var output: [UInt8] = []
    /// Whether no byte has come yet: the client has connected in order to ask, and is about to.
    private var isFresh = true

    init(server: ThreadedServer, descriptor: Int32, peer: String) {
        self.server = server
        self.descriptor = descriptor
        self.peer = peer
        watch = ConnectionWatch(descriptor, limit: 0)
        let settings = server.settings
        parser = RequestParser(
            limits: RequestLimits(
                requestLine: settings.limitRequestLine, fieldCount: settings.limitRequestFields,
                fieldSize: settings.limitRequestFieldSize, body: settings.limitRequestBody))
    }

    /// Answers requests until the connection ends.
    func serve() {
        do {
            while let request = try nextRequest() {
                guard try answer(request.head, request.content) else { break }
            }
        } catch let error as ParseError {
            refuse(error.status, error.description)
        } catch let error as ReadTimeout {
            refuse(.requestTimeout, error.description)
        } catch let error as SystemError {
            let (status, reason) = error.bodyRefusal
            refuse(status, "\(reason) (\(error))")
        } catch {
            // The client has left: nobody is there to tell.
        }
        linger()
    }

    // MARK: - Requests

    /// The next whole request, nil when the client has no more or the server stops.
    private func nextRequest() throws -> (head: RequestHead, content: Content)? {
        var head: RequestHead?
        var body = IncomingBody()
        var headDeadline: UInt64?
        let settings = server.settings
        while true {
            let (consumed, event) = try input.withUnsafeBytes { bytes in
                let step = try parser.parse(bytes)
                if case .body(let range) = step.event {
                    try body.append(UnsafeRawBufferPointer(rebasing: bytes[range]))
                }
                return (step.consumed, step.event)
            }
            input.removeFirst(consumed)
            switch event {
            case .body: break
            case .head(let found):
                head = found
                if found.expectsContinue && found.framing != .none && input.isEmpty {
                    try write(ResponseSerializer.continueResponse)
                }
            case .end:
                guard let head else { return nil }
                return (head, body.take())
            case .needMore where head != nil:
                guard try read(within: settings.bodyTimeout.nanoseconds, stops: false) else {
                    throw ReadTimeout(what: "No byte of the body came", settings.bodyTimeout)
                }
            case .needMore where input.isEmpty && parser.isIdle:
                guard try read(within: settings.keepAlive.nanoseconds, stops: true) else {
                    return nil
                }
            case .needMore:
                let now = monotonicNow()
                let deadline = headDeadline ?? now &+ settings.headerTimeout.nanoseconds
                headDeadline = deadline
                guard deadline > now, try read(within: deadline - now, stops: false) else {
                    throw ReadTimeout(what: "The headers did not end", settings.headerTimeout)
                }
            }
        }
    }

    /// How long a server that stops waits for the first byte of a connection it has accepted.
    private static let firstByteGrace: Int32 = 1000

    /// Waits for bytes and takes them in; false when none came in time, or the server `stops`.
    private func read(within nanoseconds: UInt64, stops: Bool) throws -> Bool {
        var watched = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: server.stopping, events: Int16(POLLIN), revents: 0),
        ]
        let milliseconds = nanoseconds == 0 ? -1 : Int32(clamping: nanoseconds / 1_000_000 + 1)
        var ready = poll(&watched, stops ? 2 : 1, milliseconds)
        if isFresh && ready > 0 && watched[0].revents == 0 {
            ready = poll(&watched, 1, Self.firstByteGrace)
        }
        guard ready > 0, watched[0].revents != 0 else { return false }
        let room = 16 << 10
        let count = withUnsafeTemporaryAllocation(byteCount: room, alignment: 16) { buffer in
            let count = Glibc.read(descriptor, buffer.baseAddress, room)
            if count > 0 { input.append(contentsOf: buffer[..<count]) }
            return count
        }
        isFresh = false
        if count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR)) { return true }
        throw ClientLeft()
    }

    // MARK: - Answers

    /// Answers one request; whether the connection stays open.
    private func answer(_ head: RequestHead, _ content: Content) throws -> Bool {
        let started = monotonicNow()
        let serializer = ResponseSerializer(
            version: head.version, isHead: head.method == .head, keepAlive: head.keepAlive)
        let line = "\(head.method.name) \(head.target) \(head.version)"
        var request = Request(head, content: content, remoteAddress: peer)
        request.identity = RequestID(
            high: .random(in: 1 ... .max), low: .random(in: 0 ... .max))
        watch.begin(at: coarseNow())
        request.watch = watch
        var response =
            switch server.application.respond(to: request) {
            case .response(let response): response
            case .task(let work): waitFor(descriptor, work)
            }
        let hasLeft = watch.abandonment != nil
        let date = HTTPDate(secondsSince1970: wallClockNow()).bytes
        let promise: ResponseSerializer.Promise
        do throws(HeaderError) {
            promise = try serializer.append(response, date: date, to: &output)
        } catch {
            response = Response(status: .internalServerError, body: .text("\(error)\n"))
            response.headers["Content-Type"] = "text/plain; charset=utf-8"
            promise = try serializer.append(response, date: date, to: &output)
        }
        var sent = 0
        if case .length(let length) = promise.framing { sent = length }
        try flush()
        var keepAlive = promise.keepAlive
        if case .contents(let contents) = response.body, sent > 0 {
            try writeAll(contents, to: descriptor, timeout: server.settings.writeTimeout)
        }
        if case .stream(let write) = response.body, promise.framing != .none {
            let writer = BlockingWriter(descriptor, promise.framing, server.settings.writeTimeout)
            let isWhole = waitFor(descriptor) { await writer.run(write) }
            sent = writer.written
            keepAlive = keepAlive && isWhole
        }
        server.onFinish(
            FinishedRequest(
                requestLine: line, remoteAddress: peer,
                status: hasLeft ? .clientLeft : response.status, bodyBytes: sent,
                problem: nil, duration: .nanoseconds(Int64(monotonicNow() - started))))
        return keepAlive
    }

    private func refuse(_ status: Status, _ reason: String) {
        let response = Response(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8"],
            body: .text("\(status)\n\(reason)\n"))
        let date = HTTPDate(secondsSince1970: wallClockNow()).bytes
        output = []
        _ = try? ResponseSerializer(keepAlive: false).append(response, date: date, to: &output)
        try? flush()
        server.onFinish(
            FinishedRequest(
                requestLine: "", remoteAddress: peer, status: status,
                bodyBytes: response.body.count ?? 0, problem: reason, duration: .zero))
    }

    private func flush() throws {
        let bytes = output
        output.removeAll(keepingCapacity: true)
        try write(bytes)
    }

    private func write(_ bytes: [UInt8]) throws(ClientLeft) {
        try writeAll(bytes, to: descriptor, timeout: server.settings.writeTimeout)
    }

    /// Reads what still comes for a moment, so that closing doesn't reset the connection under an
    /// answer that is on its way.
    private func linger() {
        shutdown(descriptor, Int32(SHUT_WR))
        let deadline = monotonicNow() + 1_000_000_000
        while monotonicNow() < deadline {
            input = []
            guard (try? read(within: 200_000_000, stops: true)) == true else { return }
        }
    }
}

/// A client that is too slow.
private struct ReadTimeout: Error {
    let description: String

    init(what: String, _ time: Duration) {
        description = "\(what) within \(showSeconds(time)) s."
    }
}

/// Writes all of `bytes`, waiting up to `timeout` whenever the client takes none.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, timeout: Duration) throws(ClientLeft) {
    var sent = 0
    while sent < bytes.count {
        let count = bytes.withUnsafeBytes {
            Glibc.write(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent)
        }
        if count > 0 {
            sent += count
        } else if errno == EAGAIN {
            try waitUntilWritable(descriptor, timeout)
        } else if errno != EINTR {
            throw ClientLeft()
        }
    }
}

/// Waits until the client takes more. Throws when it has taken nothing for `timeout`.
func waitUntilWritable(_ descriptor: Int32, _ timeout: Duration) throws(ClientLeft) {
    var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    let wait = timeout.nanoseconds / 1_000_000
    if poll(&watched, 1, wait == 0 ? -1 : Int32(clamping: wait)) == 0 { throw ClientLeft() }
}
