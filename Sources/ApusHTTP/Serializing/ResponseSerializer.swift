/// Puts responses on the wire (RFC 9112): the status line, the fields, and the framing of the body.
///
/// What the response says about its own framing is not trusted: Transfer-Encoding is dropped, and
/// Content-Length counts only where the body's length isn't known here (a stream, or the answer to
/// HEAD without a body).
public struct ResponseSerializer: Sendable {
    /// The version the request came with.
    public var version: Version
    /// Whether the request's method was HEAD: the body's length is told, the body isn't sent.
    public var isHead: Bool
    /// Whether the connection is to stay open after this response.
    public var keepAlive: Bool

    /// How a response to such a request is written.
    @inlinable
    public init(version: Version = .http11, isHead: Bool = false, keepAlive: Bool = true) {
        self.version = version
        self.isHead = isHead
        self.keepAlive = keepAlive
    }

    /// What must follow the head.
    public enum Framing: Hashable, Sendable {
        /// Nothing: there is no body, or it isn't sent.
        case none
        /// As many bytes.
        case length(Int)
        /// Chunks: see ``ChunkedEncoding``.
        case chunked
        /// Bytes until the connection is closed.
        case untilClose
    }

    /// What a written head has promised.
    public struct Promise: Hashable, Sendable {
        /// What must follow the head.
        public let framing: Framing
        /// Whether the connection stays open afterwards.
        public let keepAlive: Bool
    }

    /// The interim response that lets the client send its body (RFC 9110, section 15.2.1).
    public static let continueResponse: [UInt8] = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// Appends head and body of `response` to `buffer`, of a body that isn't in memory only the head.
    /// `date` is the value of the Date field (``HTTPDate``), empty to leave the field out;
    /// `identity` that of X-Request-ID, unless the response has one of its own.
    @inlinable
    public func append(
        _ response: Response, date: [UInt8], identity: RequestID = .none,
        to buffer: inout [UInt8]
    ) throws(HeaderError) -> Promise {
        let promise = try appendHead(of: response, date: date, identity: identity, to: &buffer)
        if case .length(let length) = promise.framing, length > 0 {
            response.body.append(to: &buffer)
        }
        return promise
    }

    /// Appends the head of `response` to `buffer`. Nothing is appended where it throws.
    public func appendHead(
        of response: Response, date: [UInt8], identity: RequestID = .none,
        to buffer: inout [UInt8]
    ) throws(HeaderError) -> Promise {
        if let refusal = response.headers.refusal { throw refusal }
        let status = response.status.code
        guard 100...599 ~= status else { throw HeaderError(part: .status, name: "\(status)") }
        let promise = promise(response)
        let headers = response.headers
        // A status line, Content-Length, Transfer-Encoding, Connection and the names of Date and
        // X-Request-ID take less than 176 bytes; a field that is written anew may gain a blank.
        let room =
            headers.lines.count + headers.count + date.count + RequestID.mostBytes + 176
        buffer.append(atMost: room) { head in
            appendStatusLine(response.status, to: &head)
            let framed: FramingFields = [.contentLength, .transferEncoding, .connection]
            if headers.framing.isDisjoint(with: framed) {
                head.append(headers.lines)
            } else {
                appendFields(of: response, to: &head)
            }
            if !date.isEmpty, !headers.framing.contains(.date) {
                head.append("Date: ")
                head.append(date)
                head.append("\r\n")
            }
            appendFraming(of: response, promise, to: &head)
            if !identity.isNone, !headers.contains("X-Request-ID") {
                head.append("X-Request-ID: ")
                identity.append(to: &head)
                head.append("\r\n")
            }
            head.append("\r\n")
        }
        return promise
    }
}

// MARK: - Pieces of a head

extension ResponseSerializer {
    @inline(__always)
    private func appendStatusLine(_ status: Status, to head: inout HeadWriter) {
        if status.code == 200 {
            head.append("HTTP/1.1 200 OK\r\n")
            return
        }
        head.append("HTTP/1.1 ")
        head.append(number: status.code)
        head.append(" ")
        head.append(status.reason)
        head.append("\r\n")
    }

    @inline(__always)
    private func appendFraming(
        of response: Response, _ promise: Promise, to head: inout HeadWriter
    ) {
        switch promise.framing {
        case .length(let length): head.append(contentLength: length)
        case .chunked: head.append("Transfer-Encoding: chunked\r\n")
        case .untilClose: break
        case .none: appendUnsentLength(of: response, to: &head)
        }
        if response.status.code == 101 { return }
        if !promise.keepAlive {
            head.append("Connection: close\r\n")
        } else if version == .http10 {
            head.append("Connection: keep-alive\r\n")
        }
    }

    /// The fields without those that the framing decides; `Connection` stays only where it names an
    /// upgrade.
    private func appendFields(of response: Response, to head: inout HeadWriter) {
        let headers = response.headers
        headers.lines.withUnsafeBufferPointer { bytes in
            for entry in headers.index {
                let name = bytes.slice(entry.name)
                let field = FramingFields(name: name)
                if field == .contentLength || field == .transferEncoding { continue }
                if field == .connection, response.status != .switchingProtocols { continue }
                head.append(field: name, bytes.slice(entry.value))
            }
        }
    }
}

// MARK: - Framing

extension ResponseSerializer {
    private func promise(_ response: Response) -> Promise {
        let status = response.status
        var keepAlive = keepAlive
        if response.headers.framing.contains(.connection),
            response.headers.contains("close", in: "Connection")
        {
            keepAlive = false
        }
        if status.forbidsBody {
            // After an interim status the client waits for a final one, which won't come.
            return Promise(framing: .none, keepAlive: keepAlive && status.code >= 200)
        }
        if isHead { return Promise(framing: .none, keepAlive: keepAlive) }
        if let length = response.body.count {
            return Promise(framing: .length(status.code == 205 ? 0 : length), keepAlive: keepAlive)
        }
        if let length = response.headers.contentLength {
            return Promise(framing: .length(length), keepAlive: keepAlive)
        }
        if version == .http11 { return Promise(framing: .chunked, keepAlive: keepAlive) }
        return Promise(framing: .untilClose, keepAlive: false)
    }

    /// The length of a body that HEAD asks about and that isn't sent.
    private func appendUnsentLength(of response: Response, to head: inout HeadWriter) {
        guard isHead, !response.status.forbidsBody else { return }
        switch response.body {
        case .bytes, .text:
            let length = response.body.count ?? 0
            head.append(
                contentLength: length > 0 ? length : response.headers.contentLength ?? 0)
        case .contents(let contents):
            head.append(contentLength: contents.byteCount)
        case .stream:
            if let length = response.headers.contentLength {
                head.append(contentLength: length)
            } else if version == .http11 {
                head.append("Transfer-Encoding: chunked\r\n")
            }
        }
    }
}

extension Headers {
    /// The number in Content-Length, nil if there is none or it isn't one.
    var contentLength: Int? {
        guard framing.contains(.contentLength) else { return nil }
        return withValue("Content-Length") { bytes in
            bytes.allSatisfy(\.isDigit) ? Int(String(decoding: bytes, as: UTF8.self)) : nil
        } ?? nil
    }
}
