public import FoundationEssentials

/// What stands in angle brackets in a route: which bytes it takes out of a path and what they
/// mean. `int`, `str`, `slug`, `uuid` and `path` are built in; a site adds its own by name.
public protocol PathConverter: Sendable {
    /// The type that views get.
    associatedtype Value: PathParameter

    /// Whether `byte` of the path, percent-decoded UTF-8, can be part of the value.
    func accepts(_ byte: UInt8) -> Bool

    /// How many bytes the value can have. At least one by default.
    var lengths: ClosedRange<Int> { get }

    /// The value of `text`, or nil where it is none: then the route doesn't match.
    func value(of text: String) -> Value?

    /// `value` as it stands in a URL, before percent-encoding.
    func text(of value: Value) -> String
}

extension PathConverter {
    /// One byte or more.
    public var lengths: ClosedRange<Int> { 1...Int.max }
}

/// The value that a route found in a path.
public enum PathValue: Sendable {
    case int(Int)
    case text(String)
    case uuid(UUID)
    /// A custom converter's.
    case custom(any PathParameter)

    /// What a converter makes and a view's parameter takes.
    public enum Kind: Hashable, Sendable, CustomStringConvertible {
        case int
        case text
        case uuid
        /// A custom converter's type, by its name.
        case custom(String)

        /// What is said of it.
        public var description: String {
            switch self {
            case .int: "Int"
            case .text: "String"
            case .uuid: "UUID"
            case .custom(let name): name
            }
        }
    }

    /// The value as it is shown and as a URL has it.
    public var text: String {
        switch self {
        case .int(let number): String(number)
        case .text(let text): text
        case .uuid(let id): id.uuidString.lowercased()
        case .custom(let value): String(describing: value)
        }
    }
}
