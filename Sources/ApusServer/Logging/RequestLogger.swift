public import ApusHTTP
@_exported public import Logging
internal import Synchronization

extension Request {
    /// A logger whose lines carry the request's identifier: `request_id=…`. In a server's worker
    /// they go to `--error-log`; elsewhere where swift-log is set to write.
    public var logger: Logger {
        var logger = ProcessLogger.current
        if !identity.isNone { logger[metadataKey: "request_id"] = "\(identity)" }
        return logger
    }
}

/// The logger of the server that this process is.
enum ProcessLogger {
    private static let given = Mutex<Logger?>(nil)

    static var current: Logger {
        get { given.withLock { $0 } ?? Logger(label: "apus.request") }
        set { given.withLock { $0 = newValue } }
    }
}
