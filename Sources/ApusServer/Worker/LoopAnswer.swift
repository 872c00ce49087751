internal import ApusHTTP
internal import CLinux
internal import Glibc
internal import Logging

extension EventLoop {
    // MARK: - Requests

    /// Has a complete request answered: at once on this thread, or elsewhere. True when the answer
    /// is in the output already and the next request may be parsed.
    func dispatch(
        _ request: consuming Request, _ connection: Connection, keepAlive: Bool
    ) -> Bool {
        let serializer = ResponseSerializer(
            version: request.version, isHead: request.method == .head, keepAlive: keepAlive)
        request.identity = identities.next(request.headers, isTrusted: connection.isTrusted)
        if connection.isTrusted, request.headers.hasXFields, !trust.apply(to: &request) {
            refuse(connection, .badRequest, "Contradictory scheme headers.", request, line: nil)
            return false
        }
        let mark = marks.popLast()
        if let mark {
            slot.begin(mark, at: now, method: request.method.name, path: request.target)
        }
        connection.watch.begin(at: now)
        request.watch = connection.watch
        var exchange = Exchange(
            serializer: serializer, mark: mark, identity: request.identity,
            started: accessLog == nil ? now : monotonicNow())
        if accessLog != nil || times.request > 0 { exchange.request = copy request }
        if let pool {
            connection.state = .busy
            connection.exchange = exchange
            setDeadline(connection, after: times.request)
            poolJobs += 1
            pool.add(PoolJob(connection: connection, request: request))
            return false
        }
        watchdog?.begin(connection, request, exchange)
        slot.running = mark
        let given = respond(to: request)
        slot.running = nil
        if let watchdog, !watchdog.end() {
            now = coarseNow()
            output.removeAll(keepingCapacity: true)
            exchange.status = Status.serviceUnavailable.code
            leave(exchange)
            connection.closesAfterOutput = true
            return false
        }
        switch consume given {
        case .response(var response):
            let begun = now
            now = coarseNow()
            slot.beat = now
            // What was asked of the worker meanwhile counts for this answer already.
            if now &- begun > 10_000_000 {
                takeSignals()
                exchange.clientLeft = hasLeft(connection.descriptor)
                if connection.watch.abandonment == .timedOut {
                    if let request = exchange.request {
                        reportTimeout(
                            "\(request.method.name) \(request.target)", exchange.identity)
                    }
                    response = timeoutResponse(exchange.identity)
                    exchange.serializer.keepAlive = false
                }
            }
            return answer(connection, response, &exchange)
        case .task(let work):
            connection.exchange = exchange
            start(work, connection)
            return false
        }
    }

    /// Runs an `async` view as a task on this loop.
    private func start(_ work: @escaping @Sendable () async -> Response, _ connection: Connection) {
        connection.state = .busy
        setDeadline(connection, after: times.request)
        let reference = ConnectionReference(connection)
        connection.task = Task(executorPreference: executor) { [self] in
            let response = await work()
            executor.perform { self.complete(reference.connection, .response(response)) }
        }
        // It left while a pool thread was on its way to this task.
        if connection.peerIsDone { connection.task?.cancel() }
    }

    /// Takes the answer that a pool thread or a task has made, and goes on with the connection.
    func complete(_ connection: Connection, _ answer: Answer) {
        let abandonment = connection.watch.abandonment
        if connection.state == .busy, connection.exchange != nil, abandonment == .timedOut {
            return expireBusy(connection, isHeld: false)
        }
        // A task whose client left was cancelled: what it made is no answer to the request.
        if connection.task != nil && (connection.peerIsDone || abandonment == .clientLeft) {
            close(connection)
        }
        connection.task = nil
        guard var exchange = connection.exchange else { return }
        guard connection.state == .busy else {
            connection.exchange = nil
            exchange.status = Status.clientLeft.code
            leave(exchange)
            return
        }
        switch answer {
        case .task(let work): start(work, connection)
        case .response(let response):
            connection.exchange = nil
            connection.state = .idle
            setDeadline(connection, after: times.keepAlive)
            let mayGoOn = self.answer(connection, response, &exchange)
            if mayGoOn && output.count <= Self.outputMark {
                goOn(connection)
            } else {
                settle(connection)
            }
        }
    }

    // MARK: - Responses

    /// Puts a response into the output; false when the connection must wait or close after it.
    func answer(
        _ connection: Connection, _ response: borrowing Response, _ exchange: inout Exchange
    ) -> Bool {
        if drain != nil { exchange.serializer.keepAlive = false }
        let promise: ResponseSerializer.Promise
        do throws(HeaderError) {
            promise = try exchange.serializer.appendHead(
                of: response, date: date.bytes, identity: exchange.identity, to: &output)
        } catch {
            log.error(
                "A response can't be sent: \(error)",
                metadata: ["request_id": "\(exchange.identity)"])
            var plain = plainResponse(.internalServerError, "The response was malformed.")
            plain.headers["Connection"] = "close"
            return answer(connection, plain, &exchange)
        }
        exchange.keepAlive = promise.keepAlive
        exchange.framing = promise.framing
        // Who only closed its sending side still gets the answer.
        let left = exchange.clientLeft || connection.peerIsDone
        exchange.status = left ? Status.clientLeft.code : response.status.code
        if accessLog != nil {
            exchange.responseHeaders = response.headers
            exchange.responseHeaders?.setDefault("X-Request-ID", exchange.identity.description)
        }
        switch response.body {
        case .bytes, .text:
            if case .length(let length) = promise.framing, length > 0 {
                exchange.bodyBytes = length
                if length >= Self.largeBody, let bytes = response.body.bytes {
                    send(bytes, after: connection)
                } else {
                    response.body.append(to: &output)
                }
            }
            return endAnswer(connection, exchange)
        case .contents(let contents):
            if case .length(let length) = promise.framing, length > 0 {
                exchange.bodyBytes = length
                send(contents, after: connection)
            }
            return endAnswer(connection, exchange)
        case .stream(let write):
            if promise.framing == .none { return endAnswer(connection, exchange) }
            connection.exchange = exchange
            stream(write, to: connection)
            return false
        }
    }

    /// The answer is handed over; whether the next request may be parsed at once.
    @inline(__always)
    private func endAnswer(_ connection: Connection, _ exchange: Exchange) -> Bool {
        leave(exchange)
        if exchange.keepAlive && connection.state != .closed { return connection.unsent == 0 }
        connection.closesAfterOutput = true
        return false
    }

    /// The request is answered: counted, logged, and gone from the scoreboard.
    @inline(__always)
    func leave(_ exchange: Exchange) {
        if let mark = exchange.mark {
            slot.finish(mark)
            marks.append(mark)
        }
        answered += 1
        slot.requests = answered
        let nanoseconds = (accessLog == nil ? now : monotonicNow()) &- exchange.started
        slot.counters.answered(exchange.status, after: nanoseconds)
        if answered == enough { wantSuccessor(.requests, "\(answered) requests are served") }
        if let accessLog, let request = exchange.request {
            accessLog.append(
                AccessEntry(
                    request: request, status: exchange.status, bodyBytes: exchange.bodyBytes,
                    responseHeaders: exchange.responseHeaders ?? Headers(),
                    nanoseconds: nanoseconds))
        }
    }

    /// Answers bytes that are no request, and closes.
    ///
    /// The access log has of them what is known: the request if its head was whole, else its first
    /// `line`.
    func refuse(
        _ connection: Connection, _ status: Status, _ reason: String, _ request: Request?,
        line: String?
    ) {
        log.debug("\(connection.peer): \(status.code), \(reason)")
        slot.counters.refused(status.code)
        let serializer = ResponseSerializer(isHead: request?.method == .head, keepAlive: false)
        let response = plainResponse(status, reason)
        _ = try? serializer.append(response, date: date.bytes, to: &output)
        accessLog?.append(
            AccessEntry(
                request: request ?? Request(remoteAddress: connection.peer), refusedLine: line,
                status: status.code, bodyBytes: response.body.count ?? 0,
                responseHeaders: response.headers, nanoseconds: 0))
        connection.head = nil
        connection.body = IncomingBody()
        connection.input = []
        connection.state = .idle
        connection.closesAfterOutput = true
    }

    /// Refuses what a connection has begun to send: a request whose head is whole, or `bytes`.
    func refuse(
        _ connection: Connection, _ status: Status, _ reason: String, head: RequestHead?,
        bytes: UnsafeRawBufferPointer
    ) {
        guard let head else {
            let line = AccessEntry.firstLine(of: bytes, limit: settings.limitRequestLine)
            return refuse(connection, status, reason, nil, line: line)
        }
        var request = Request(head, remoteAddress: connection.peer)
        request.identity = identities.next(request.headers, isTrusted: connection.isTrusted)
        if connection.isTrusted { _ = trust.apply(to: &request) }
        refuse(connection, status, reason, request, line: nil)
    }

    /// Refuses what a connection has begun to send.
    func refuse(_ connection: Connection, _ status: Status, _ reason: String) {
        let input = connection.input
        input.withUnsafeBytes { bytes in
            refuse(connection, status, reason, head: connection.head?.head, bytes: bytes)
        }
    }

    func plainResponse(_ status: Status, _ reason: String) -> Response {
        Response(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8"],
            body: .text("\(status)\n\(reason)\n"))
    }

}

/// Carries a connection through a task or a pool thread back to its loop, which alone looks inside.
struct ConnectionReference: @unchecked Sendable {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }
}
