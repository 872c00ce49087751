internal import Glibc

/// What the system refused to do.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system's number for the reason: `ENOENT`, `ENOSPC`.
    public let number: Int32
    /// What was to be done.
    public let attempt: String

    /// An attempt that failed for the reason `number`.
    public init(_ number: Int32, _ attempt: String) {
        self.number = number
        self.attempt = attempt
    }

    /// What was to be done, and why it wasn't.
    public var description: String { "\(attempt): \(systemReason(number))" }
}
