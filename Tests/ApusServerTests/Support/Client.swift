import CLinux
import Glibc

/// A client that says exactly what it is told to, over a real socket.
final class Client: @unchecked Sendable {
    let socket: Int32
    private var buffer: [UInt8] = []

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// There was no connection.
    struct Refused: Error, CustomStringConvertible {
        let number: Int32
        var description: String { "connect: \(number)" }
    }

    struct Answer: Equatable {
        var status: Int
        var head: String
        var body: String
    }

    init(port: UInt16) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try begin(status)
    }

    init(path: String) throws {
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try begin(status)
    }

    private func begin(_ status: Int32) throws {
        guard status == 0 else { throw Refused(number: errno) }
        var timeout = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "send: \(errno)") }
            sent += count
        }
    }

    /// Reads on; false at the end of the connection.
    private func more() throws -> Bool {
        var piece = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &piece, piece.count, 0)
        guard count >= 0 else { throw Failure(description: "recv: \(errno)") }
        buffer += piece[..<count]
        return count > 0
    }

    /// The next response on the connection, its body decoded.
    func answer(isHead: Bool = false) throws -> Answer {
        let head = try take(through: "\r\n\r\n")
        let status = Int(head.split(separator: " ", maxSplits: 2)[1]) ?? 0
        let fields = head.lowercased()
        var body = ""
        if isHead || status < 200 || status == 204 || status == 304 {
        } else if fields.contains("transfer-encoding: chunked") {
            while true {
                let size = Int(String(try take(through: "\r\n").dropLast()), radix: 16) ?? 0
                body += try take(size)
                _ = try take(2)
                if size == 0 { break }
            }
        } else if let start = fields.firstRange(of: "content-length: ")?.upperBound {
            body = try take(Int(fields[start...].prefix { $0.isNumber }) ?? 0)
        }
        return Answer(
            status: status, head: String(decoding: head.utf8.dropLast(4), as: UTF8.self), body: body
        )
    }

    private func take(through mark: String) throws -> String {
        let mark = Array(mark.utf8)
        while true {
            if let range = buffer.firstRange(of: mark) { return try take(range.upperBound) }
            guard try more() else {
                throw Failure(
                    description: "closed after \(String(decoding: buffer, as: UTF8.self))")
            }
        }
    }

    private func take(_ count: Int) throws -> String {
        while buffer.count < count {
            guard try more() else { throw Failure(description: "closed in a body") }
        }
        defer { buffer.removeFirst(count) }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// Whether nothing has come that was not read.
    var isSilent: Bool {
        var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return buffer.isEmpty && poll(&watched, 1, 0) == 0
    }

    /// All that comes until the server closes.
    func rest() throws -> String {
        while try more() {}
        defer { buffer = [] }
        return String(decoding: buffer, as: UTF8.self)
    }

    func ask(_ target: String, fields: String = "") throws {
        try send("GET \(target) HTTP/1.1\r\nHost: test\r\n\(fields)\r\n")
    }

    func get(_ target: String, fields: String = "") throws -> Answer {
        try ask(target, fields: fields)
        return try answer()
    }
}

extension ServerProcess {
    /// One request over a connection of its own.
    func get(_ target: String) throws -> Client.Answer {
        try Client(address).get(target, fields: "Connection: close\r\n")
    }
}

/// Runs `body` on a thread of its own; `value()` waits for what it gives.
final class Background<Value: Sendable>: @unchecked Sendable {
    private let thread: pthread_t
    private let box: Box<Value>

    init(_ body: @escaping @Sendable () throws -> Value) {
        let box = Box<Value>()
        thread = startThread { box.result = Result { try body() } }
        self.box = box
    }

    func value() throws -> Value {
        pthread_join(thread, nil)
        guard let result = box.result else { throw Client.Failure(description: "no result") }
        return try result.get()
    }
}

private final class Box<Value>: @unchecked Sendable {
    var result: Result<Value, any Error>?
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func startThread(_ run: @escaping @Sendable () -> Void) -> pthread_t {
    let body = Unmanaged.passRetained(ThreadBody(run))
    var thread = pthread_t()
    pthread_create(
        &thread, nil,
        { argument in
            if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
        }, body.toOpaque())
    return thread
}
