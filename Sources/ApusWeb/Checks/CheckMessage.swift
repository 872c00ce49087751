/// What `manage check` says about one thing.
public struct CheckMessage: Hashable, Sendable, CustomStringConvertible {
    /// How bad it is; what is an error or worse stops a command.
    public enum Level: Int, Hashable, Comparable, Sendable {
        case debug = 10
        case info = 20
        case warning = 30
        case error = 40
        case critical = 50

        /// Whether `left` is less bad than `right`.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// How bad it is.
    public var level: Level
    /// The message's id, as Django's where Django has the check: `urls.W002`.
    public var id: String
    /// What it is about: a route, a template, a model.
    public var object: String?
    /// What is wrong.
    public var text: String
    /// What to do.
    public var hint: String?

    /// A message from its parts.
    public init(
        _ level: Level, _ id: String, _ text: String, object: String? = nil, hint: String? = nil
    ) {
        self.level = level
        self.id = id
        self.text = text
        self.object = object
        self.hint = hint
    }

    /// `object: (id) text`, and the hint on a line of its own.
    public var description: String {
        "\(object ?? "?"): (\(id)) \(text)" + (hint.map { "\n\tHINT: \($0)" } ?? "")
    }
}
