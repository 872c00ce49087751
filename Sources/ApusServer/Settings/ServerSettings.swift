/// How the pre-fork server runs. A site may change the values; the environment and the command line
/// have the last word (`resolve`).
public struct ServerSettings: Sendable {
    /// The addresses to listen on.
    public var bind: [BindAddress] = [.tcp(host: "127.0.0.1", port: 8000)]
    /// The number of worker processes.
    public var workers: WorkerCount = .count(1)
    /// Threads per worker that run synchronous views; 1 runs them on the worker's own loop.
    public var threads = 1
    /// The listen queue's length.
    public var backlog = 2048
    /// Open connections per worker; beyond it the worker stops accepting.
    public var workerConnections = 1000

    /// A worker that gives no sign of life for this long is aborted and replaced; zero is never.
    public var timeout: Duration = .seconds(30)
    /// A worker that isn't ready after this long is killed.
    public var bootTimeout: Duration = .seconds(30)
    /// The time for requests in flight when a worker is told to go.
    public var gracefulTimeout: Duration = .seconds(30)
    /// One request's time; zero is no limit.
    public var requestTimeout: Duration = .zero
    /// The idle time between two requests of a connection.
    public var keepAlive: Duration = .seconds(5)
    /// From the first byte of a request to the end of its headers.
    public var headerTimeout: Duration = .seconds(10)
    /// The longest silence while a body is read.
    public var bodyTimeout: Duration = .seconds(30)
    /// The longest time without progress while a response is written.
    public var writeTimeout: Duration = .seconds(30)

    /// A worker is replaced after this many requests; 0 is never.
    public var maxRequests = 0
    /// A random number up to this is added to `maxRequests`, so that workers don't go at once.
    public var maxRequestsJitter = 0
    /// A worker whose resident memory passes this many bytes is replaced; 0 is never.
    public var maxWorkerMemory = 0

    /// A worker is replaced after this long; zero is never.
    public var maxWorkerLifetime: Duration = .zero
    /// A random time up to this is added to `maxWorkerLifetime`, so that workers don't go at once; a
    /// tenth of it where it is nil.
    public var maxWorkerLifetimeJitter: Duration?

    /// The longest request line, in bytes.
    public var limitRequestLine = 4094
    /// The most header fields of a request.
    public var limitRequestFields = 100
    /// The longest header field, in bytes.
    public var limitRequestFieldSize = 8190
    /// The largest request body, in bytes.
    public var limitRequestBody = 10 << 20

    /// The peers whose `X-Forwarded-*` fields are believed: addresses, CIDR blocks or `*`.
    public var forwardedAllowIPs = ["127.0.0.1", "::1"]

    /// Where each request's line goes; nil is nowhere.
    public var accessLog: LogDestination?
    /// What a request's line looks like.
    public var accessLogFormat = AccessLogFormat.standard
    /// Where the server's own messages go.
    public var errorLog: LogDestination = .standard
    /// The least serious messages kept.
    public var logLevel: LogLevel = .info
    /// The file that holds the master's process id while it runs.
    public var pid: String?
    /// The mode bits that unix sockets are made without.
    public var umask = 0
    /// The user that the workers run as, by name or number; the master must be root then.
    public var user: String?
    /// The group that the workers run as; the user's own where it is nil.
    public var group: String?
    /// The name that the processes have in `ps`; the program's where it is nil.
    public var name: String?
    /// The address at which the master answers for the server's state.
    public var statusBind: BindAddress?

    /// What the command line asks for besides a running server.
    public internal(set) var action: Action = .serve
    /// Where each setting that isn't a default came from, by flag.
    var origins: [String: SettingOrigin] = [:]

    /// The defaults.
    public init() {}

    /// What `run` is to do.
    public enum Action: Sendable {
        /// Serve until stopped.
        case serve
        /// `--check`: validate everything, say so, exit.
        case check
        /// `--print-config`: show the resolved settings, exit.
        case printConfiguration
        /// `--help`: list the settings, exit.
        case help
    }
}

/// Where a setting's value came from.
enum SettingOrigin: Hashable, CustomStringConvertible {
    case site
    case environment(String)
    case commandLine

    var description: String {
        switch self {
        case .site: "the site's settings"
        case .environment(let name): "environment \(name)"
        case .commandLine: "command line"
        }
    }
}

/// A setting that can't be used: one line that says which, what was wrong and what would do.
public struct SettingError: Error, Hashable, CustomStringConvertible {
    /// The line.
    public let description: String

    init(_ description: String) { self.description = description }
}
