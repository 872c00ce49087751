internal import ApusHTTP

/// One client's connection, as the worker's loop keeps it. Only the loop's thread touches it.
///
/// An idle connection holds no buffers: input is parsed where the loop has read it and output is
/// written from where the loop has put it; only what is left over moves here.
final class Connection {
    let descriptor: Int32
    /// Tells this connection from later ones under the same descriptor.
    let serial: UInt32
    /// The peer's address, empty for a unix socket.
    let peer: String
    /// Whether the peer's `X-Forwarded-*` fields are believed.
    let isTrusted: Bool
    /// What its requests know of it.
    let watch: ConnectionWatch

    @exclusivity(unchecked) var parser: RequestParser
    @exclusivity(unchecked) var state = State.idle
    /// Bytes that were read and not parsed yet.
    @exclusivity(unchecked) var input: [UInt8] = []
    /// The head of the request whose body is being read, and as much of the body.
    @exclusivity(unchecked) var head: BegunRequest?
    @exclusivity(unchecked) var body = IncomingBody()
    /// Bytes that the client did not take yet, from `outputStart` on.
    @exclusivity(unchecked) var output: [UInt8] = []
    @exclusivity(unchecked) var outputStart = 0
    /// What is to be sent behind these, from where it is.
    @exclusivity(unchecked) var outgoing: OutgoingContents?
    /// What the loop waits for here; changed only when an event shows that it is wrong.
    @exclusivity(unchecked) var interest: UInt32
    /// The request being answered.
    @exclusivity(unchecked) var exchange: Exchange?
    /// The task that answers it.
    @exclusivity(unchecked) var task: Task<Void, Never>?
    /// Writers of a streamed body that wait for the client to take what there is.
    @exclusivity(unchecked) var writers: [UnsafeContinuation<Void, any Error>] = []
    /// Closes once all output is written.
    @exclusivity(unchecked) var closesAfterOutput = false
    /// Whether answers to it have been gathered and are not written yet.
    @exclusivity(unchecked) var isGathered = false
    /// Whether the client has closed its side.
    @exclusivity(unchecked) var peerIsDone = false

    enum State {
        /// Between two requests.
        case idle
        case readingHead
        case readingBody
        /// A pool thread or a task works on the answer.
        case busy
        /// The answer's body is being streamed.
        case streaming
        /// All is said; what still comes is thrown away until the client has read the answer.
        case lingering
        case closed
    }

    init(
        descriptor: Int32, serial: UInt32, peer: String, isTrusted: Bool, limits: RequestLimits,
        requestTime: UInt64, interest: UInt32
    ) {
        self.descriptor = descriptor
        self.serial = serial
        self.peer = peer
        self.isTrusted = isTrusted
        self.interest = interest
        watch = ConnectionWatch(descriptor, limit: requestTime)
        parser = RequestParser(limits: limits)
    }

    @inline(__always)
    var unsent: Int { output.count - outputStart + (outgoing?.remaining ?? 0) }
}

/// The head of a request whose body is still to come: an object, since few requests have one.
final class BegunRequest {
    let head: RequestHead

    init(_ head: RequestHead) { self.head = head }
}

/// What must be remembered of a request until its answer is complete.
struct Exchange {
    var serializer: ResponseSerializer
    /// Its place in the scoreboard, nil when all places are taken.
    let mark: Int?
    /// What its response and its lines in the logs are known by.
    let identity: RequestID
    /// When it began, in nanoseconds of the coarse monotonic clock.
    let started: UInt64
    /// Kept for the access log alone.
    var request: Request?
    var status = 0
    /// Whether the client was gone before the answer was there.
    var clientLeft = false
    var responseHeaders: Headers?
    /// Bytes of the body that were handed over.
    var bodyBytes = 0
    var framing = ResponseSerializer.Framing.none
    var keepAlive = false
}
