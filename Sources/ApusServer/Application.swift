@_exported public import ApusHTTP

/// What a server serves: the boundary between a server and a framework, or a bare closure.
public protocol Application: Sendable {
    /// Called once in each worker before its first request. Throwing stops the worker's start.
    func start() throws

    /// Answers one request. Called on the worker's loop (`--threads 1`) or on a pool thread; it
    /// never throws, since what a failure looks like is the application's to say.
    func respond(to request: consuming Request) -> Answer

    /// Called in a worker on the thread that is about to answer the requests that have come: they
    /// follow each other there, and `endTurn()` follows the last.
    func beginTurn()

    /// Called when those requests are answered, before the thread waits or runs tasks.
    func endTurn()

    /// Called once in each worker after its last request.
    func stop()
}

extension Application {
    /// Nothing to prepare.
    public func start() throws {}

    /// Nothing to begin.
    public func beginTurn() {}

    /// Nothing to end.
    public func endTurn() {}

    /// Nothing to clear away.
    public func stop() {}
}

/// An application's answer: at hand, or of a task that the server runs on its loop.
public enum Answer: Sendable {
    /// A synchronous view's response.
    case response(Response)
    /// An `async` view: it may suspend, and thousands of them may wait at once.
    case task(@Sendable () async -> Response)
}
