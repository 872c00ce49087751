extension ServerSettings {
    /// The one table of settings, in the order of the help.
    static let table: [SettingDefinition] = [
        SettingDefinition(
            list: "bind", \.bind, .addresses, alsoFrom: ["PORT"],
            "Listen on HOST:PORT, [IPv6]:PORT, unix:PATH or fd://N; may be given several times. "
                + "Port 0 picks a free one and logs it."),
        SettingDefinition(
            "workers", \.workers, .workers, alsoFrom: ["WEB_CONCURRENCY"],
            "Worker processes; auto is one for each usable CPU, honouring the CPU quota."),
        SettingDefinition(
            "threads", \.threads, .count(atLeast: 1, atMost: 1024),
            "Threads per worker that run synchronous views; 1 runs them on the worker's loop."),
        SettingDefinition(
            "backlog", \.backlog, .count(atLeast: 1, atMost: 65535), "The listen queue's length."),
        SettingDefinition(
            "worker-connections", \.workerConnections, .count(atLeast: 1, atMost: 1_000_000),
            "Open connections per worker; beyond it the worker stops accepting."),
        SettingDefinition(
            "timeout", \.timeout, .seconds,
            "A worker that gives no sign of life for this long is aborted, then killed, then "
                + "replaced; 0 is never."),
        SettingDefinition(
            "boot-timeout", \.bootTimeout, .seconds,
            "A worker that isn't ready after this long is killed; 0 is never."),
        SettingDefinition(
            "graceful-timeout", \.gracefulTimeout, .seconds,
            "The time for requests in flight at TERM, HUP and recycling."),
        SettingDefinition(
            "request-timeout", \.requestTimeout, .seconds,
            "One request's time; the client gets 503; 0 is no limit."),
        SettingDefinition(
            "keep-alive", \.keepAlive, .seconds, "The idle time between requests of a connection."),
        SettingDefinition(
            "header-timeout", \.headerTimeout, .seconds,
            "From the first byte of a request to the end of its headers; then 408."),
        SettingDefinition(
            "body-timeout", \.bodyTimeout, .seconds,
            "The longest silence while a body is read; then 408."),
        SettingDefinition(
            "write-timeout", \.writeTimeout, .seconds,
            "The longest time without progress while writing; then the connection is closed."),
        SettingDefinition(
            "max-requests", \.maxRequests, .count(atLeast: 0),
            "Replace a worker after this many requests; 0 is never."),
        SettingDefinition(
            "max-requests-jitter", \.maxRequestsJitter, .count(atLeast: 0),
            "Add a random number up to this to max-requests."),
        SettingDefinition(
            "max-worker-memory", \.maxWorkerMemory, .size,
            "Replace a worker whose resident memory passes this; 0 is never."),
        SettingDefinition(
            "max-worker-lifetime", \.maxWorkerLifetime, .seconds,
            "Replace a worker after this time; 0 is never."),
        SettingDefinition(
            "max-worker-lifetime-jitter", \.maxWorkerLifetimeJitter, .optionalSeconds,
            "Add a random time up to this to max-worker-lifetime; a tenth of it where none is "
                + "given."),
        SettingDefinition(
            "limit-request-line", \.limitRequestLine, .count(atLeast: 16, atMost: 1 << 20),
            "The longest request line, in bytes; longer is 414."),
        SettingDefinition(
            "limit-request-fields", \.limitRequestFields, .count(atLeast: 1, atMost: 32768),
            "The most header fields; more is 431."),
        SettingDefinition(
            "limit-request-field-size", \.limitRequestFieldSize,
            .count(atLeast: 16, atMost: 1 << 20),
            "The longest header field, in bytes; longer is 431."),
        SettingDefinition(
            "limit-request-body", \.limitRequestBody, .size,
            "The largest request body; larger is 413."),
        SettingDefinition(
            list: "forwarded-allow-ips", \.forwardedAllowIPs, .peers,
            "Peers whose X-Forwarded-* fields are believed: addresses, CIDR blocks or *."),
        SettingDefinition(
            "access-log", \.accessLog, .optionalLog,
            "Write a line for each request to this file, or to standard output."),
        SettingDefinition(
            "access-log-format", \.accessLogFormat, .accessFormat,
            "The line of a request in gunicorn's atoms, or json."),
        SettingDefinition(
            "error-log", \.errorLog, .log, "Where the server's own messages go."),
        SettingDefinition(
            "log-level", \.logLevel, .level, "The least serious messages kept."),
        SettingDefinition(
            "pid", \.pid, .path,
            "Write the master's process id to this file once it listens; removed at the end."),
        SettingDefinition(
            "umask", \.umask, .mode,
            "The mode bits that unix sockets are made without, in octal: with 007 their owner and "
                + "group may connect."),
        SettingDefinition(
            "user", \.user, .text("USER"),
            "Run the workers as this user (a name or number); the master must be root."),
        SettingDefinition(
            "group", \.group, .text("GROUP"),
            "Run the workers as this group; the user's own where only a user is given."),
        SettingDefinition(
            "name", \.name, .text("NAME"),
            "The name that the processes have in ps; the program's where none is given."),
        SettingDefinition(
            "status-bind", \.statusBind, .optionalAddress,
            "An address at which the master answers /health, /ready, /metrics and /workers."),
    ]
}
