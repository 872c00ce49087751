/// Why migrations could not be read, made or applied: the words for the person at the terminal,
/// and the status their command ends with.
public struct MigrationError: Error, Hashable, CustomStringConvertible {
    /// What was wrong, where, and what to do.
    public var message: String
    /// The exit status of the command: 1 for most, 2 for names that don't exist, 3 where a
    /// question had no answer.
    public var exitStatus: Int32

    /// An error from its parts.
    public init(_ message: String, exitStatus: Int32 = 1) {
        self.message = message
        self.exitStatus = exitStatus
    }

    /// The words alone.
    public var description: String { message }
}
