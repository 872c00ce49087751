/// The least serious lines that the error log keeps.
public enum LogLevel: String, CaseIterable, Sendable {
    /// Everything.
    case debug
    /// What happens in the ordinary life of a server.
    case info
    /// What someone should look at one day.
    case warning
    /// What went wrong.
    case error
    /// What stops the server.
    case critical
}

/// Where a log is written to.
public enum LogDestination: Hashable, Sendable, CustomStringConvertible {
    /// Standard error for the error log, standard output for the access log: `-`.
    case standard
    /// Appended to a file, which USR1 opens anew.
    case file(String)

    /// Reads a path, or `-`.
    public init(_ text: String) { self = text == "-" ? .standard : .file(text) }

    /// The destination as the flags take it.
    public var description: String {
        switch self {
        case .standard: "-"
        case .file(let path): path
        }
    }
}
