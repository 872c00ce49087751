import ApusHTTP
import ApusServer
import CLinux
import Glibc
import Synchronization

/// Interim.
final class DevelopmentServer: Sendable {
    let listener: DevelopmentListener
    let application: any Application
    let finishing = Atomic<Bool>(false)
    let busy = Atomic<Int>(0)
    let wake: Int32

    init(listener: DevelopmentListener, application: any Application) {
        self.listener = listener
        self.application = application
        wake = eventfd(0, Int32(EFD_NONBLOCK))
    }

    func finish() {
        finishing.store(true, ordering: .sequentiallyConsistent)
        eventfd_write(wake, 1)
    }

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        try application.start()
        let flags = fcntl(listener.descriptor, F_GETFL)
        _ = fcntl(listener.descriptor, F_SETFL, flags | O_NONBLOCK)
        while true {
            var polled = [
                pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            ]
            poll(&polled, 2, -1)
            if finishing.load(ordering: .sequentiallyConsistent) { break }
            let fd = accept(listener.descriptor, nil, nil)
            if fd < 0 { continue }
            busy.add(1, ordering: .sequentiallyConsistent)
            try Thread.start { [self] in
                serve(fd)
                close(fd)
                busy.subtract(1, ordering: .sequentiallyConsistent)
            }
        }
        while busy.load(ordering: .sequentiallyConsistent) > 0 { usleep(5000) }
    }

    private func serve(_ fd: Int32) {
        var parser = RequestParser()
        var buffer: [UInt8] = []
        var head: RequestHead?
        var body: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            guard let step = try? parser.parse(buffer) else { return }
            switch step.event {
            case .needMore:
                let n = recv(fd, &chunk, chunk.count, 0)
                guard n > 0 else { return }
                buffer.append(contentsOf: chunk[..<n])
            case .head(let h): head = h
            case .body(let r): body += buffer[r]
            case .end:
                guard let head else { return }
                let request = Request(
                    method: head.method, target: head.target, headers: head.headers, body: body)
                guard case .response(let response) = application.respond(to: request) else {
                    return
                }
                let bytes = response.body.bytes ?? []
                var text =
                    "HTTP/1.1 \(response.status.code) X\r\nContent-Length: \(bytes.count)\r\nConnection: close\r\n"
                for (n, v) in response.headers { text += "\(n): \(v)\r\n" }
                text += "\r\n"
                let out = Array(text.utf8) + bytes
                _ = send(fd, out, out.count, Int32(MSG_NOSIGNAL))
                if !request.target.hasPrefix(DevelopmentPaths.prefix) {
                    Output.error(
                        "\"\(request.method.name) \(request.target) HTTP/1.1\" \(response.status.code) \(bytes.count)"
                    )
                }
                return
            }
            buffer.removeFirst(step.consumed)
        }
    }
}
