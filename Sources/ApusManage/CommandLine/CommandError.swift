/// Why a command ended without doing its work: the message goes to standard error after
/// `CommandError:`, and the process exits with `status`.
public struct CommandError: Error, CustomStringConvertible {
    /// What was wrong, where, and what to do.
    public var message: String
    /// The exit status: 1, or 2 where the command was called the wrong way.
    public var status: Int32

    /// An error with its message.
    public init(_ message: String, status: Int32 = 1) {
        self.message = message
        self.status = status
    }

    /// The message.
    public var description: String { message }
}

/// The end of the process with a status, where everything has been said already.
struct Exit: Error {
    let status: Int32
}
