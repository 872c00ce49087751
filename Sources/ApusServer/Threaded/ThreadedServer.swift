public import ApusHTTP
internal import CLinux
internal import Glibc

/// The server to develop on: it accepts, gives each connection a thread of its own, and reads and
/// writes there with blocking calls through the parser and serialiser of the pre-fork server.
public final class ThreadedServer: Sendable {
    /// Connections served at once; more wait in the listen queue.
    public static let mostConnections = 256

    let settings: ServerSettings
    let application: any Application
    let onFinish: @Sendable (FinishedRequest) -> Void
    private let listener: Int32
    private let threads = ThreadCount()
    /// Becomes readable when the server is to stop, and stays so.
    let stopping: Int32

    /// A server on an open listening socket, which stays its owner's to close. Of the settings the
    /// time and size limits count. `onFinish` is called on the connection's thread after each
    /// answer.
    public init(
        listener: Int32, application: any Application, settings: ServerSettings = .init(),
        onFinish: @escaping @Sendable (FinishedRequest) -> Void = { _ in }
    ) {
        self.listener = listener
        self.application = application
        self.settings = settings
        self.onFinish = onFinish
        stopping = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
    }

    deinit { close(stopping) }

    /// Starts the application and serves until `stop()`, TERM or INT; call it on the main thread
    /// before others are started, since the signals are taken there. After `stop()` and TERM the
    /// requests in flight are finished within the graceful timeout.
    public func run() throws {
        signal(SIGPIPE, SIG_IGN)
        let signals = try SignalQueue([SIGTERM, SIGINT])
        defer { close(signals.descriptor) }
        setNonBlocking(listener)
        try application.start()
        defer { application.stop() }
        // What a view asks of the main actor is done here, between accepts.
        let mainQueue = clinux_main_queue_descriptor()
        var isInterrupted = false
        loop: while true {
            var watched = [
                pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stopping, events: Int16(POLLIN), revents: 0),
                pollfd(fd: mainQueue, events: Int16(POLLIN), revents: 0),
                pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
            ]
            let isFull = threads.count >= Self.mostConnections
            let count = poll(&watched, isFull ? 3 : 4, isFull ? 20 : 1000)
            if count < 0 && errno != EINTR { break }
            while let signal = signals.next() {
                isInterrupted = signal == SIGINT
                stop()
            }
            if watched[1].revents != 0 || isInterrupted { break loop }
            if count > 0 && watched[2].revents != 0 { clinux_run_main_queue() }
            if count > 0 && watched[3].revents != 0 { acceptAll() }
        }
        stop()
        if !isInterrupted {
            threads.waitUntilNone(nanoseconds: settings.gracefulTimeout.nanoseconds)
        }
    }

    /// Has `run` take no more connections and return once the requests in flight are finished. Can
    /// be called from any thread.
    public func stop() {
        var one: UInt64 = 1
        _ = write(stopping, &one, 8)
    }

    private func acceptAll() {
        while threads.count < Self.mostConnections {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let socket = withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    clinux_accept(listener, $0, &length)
                }
            }
            guard socket >= 0 else {
                // Out of descriptors: the connection stays in the queue until some are free.
                if errno == EMFILE || errno == ENFILE { usleep(100_000) }
                return
            }
            let peer = length > 2 ? PeerAddress(storage)?.host ?? "" : ""
            threads.add()
            let isStarted = startThread { [self] in
                ThreadedConnection(server: self, descriptor: socket, peer: peer).serve()
                close(socket)
                threads.remove()
            }
            if !isStarted {
                close(socket)
                threads.remove()
            }
        }
    }
}

/// What a development server prints of an answered request.
public struct FinishedRequest: Sendable {
    /// The request line; empty where the request could not be read.
    public let requestLine: String
    /// The peer's address.
    public let remoteAddress: String
    /// The answer's status.
    public let status: Status
    /// Bytes of the answer's body.
    public let bodyBytes: Int
    /// Why the request could not be read, if it couldn't.
    public let problem: String?
    /// From the complete request to the complete answer.
    public let duration: Duration
}
