/// Something that is wrong with a declaration, where it is and how to put it right.
public struct ModelDiagnostic: Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Hashable, Sendable {
        case error
        case warning
    }

    /// A change of the source that puts it right.
    public struct Fix: Hashable, Sendable {
        /// What the change does, as an editor offers it: `replace 'class' with 'struct'`.
        public var message: String
        /// The bytes that go.
        public var range: Range<Int>
        /// What comes in their place.
        public var text: String
    }

    /// What is wrong and what to do, in words.
    public var message: String
    /// How bad it is.
    public var severity: Severity
    /// The bytes of the declaration's source that it is about.
    public var range: Range<Int>
    /// The change that puts it right, where one does.
    public var fix: Fix?

    /// A diagnostic from its parts.
    public init(
        _ message: String, severity: Severity = .error, range: Range<Int>, fix: Fix? = nil
    ) {
        self.message = message
        self.severity = severity
        self.range = range
        self.fix = fix
    }
}
