extension Expressible where Value: TextValue {
    private func text(_ name: String, _ arguments: Node...) -> Expression<Value> {
        Expression(.function(name, [node] + arguments))
    }

    /// In small letters; SQLite knows those of ASCII.
    public func lowercased() -> Expression<Value> { text("Lower") }

    /// In capitals; SQLite knows those of ASCII.
    public func uppercased() -> Expression<Value> { text("Upper") }

    /// Without spaces at both ends.
    public func trimmed() -> Expression<Value> { text("Trim") }

    /// How many characters there are.
    public var length: Expression<Value.Count> { Expression(.function("Length", [node])) }

    /// The first `count` characters.
    public func prefix(_ count: Int) -> Expression<Value> {
        text("Left", .value(.integer(Int64(count))))
    }

    /// The last `count` characters.
    public func suffix(_ count: Int) -> Expression<Value> {
        text("Right", .value(.integer(Int64(count))))
    }

    /// The characters from the place `start` on, which counts from 0; at most `count` of them.
    public func substring(from start: Int, count: Int? = nil) -> Expression<Value> {
        var arguments: [Node] = [node, .value(.integer(Int64(start) + 1))]
        if let count { arguments.append(.value(.integer(Int64(count)))) }
        return Expression(.function("Substr", arguments))
    }

    /// With another text wherever one stands.
    public func replacing(_ text: String, with other: String) -> Expression<Value> {
        self.text("Replace", .value(.text(text)), .value(.text(other)))
    }

    /// The characters the other way round.
    public func reversed() -> Expression<Value> { text("Reverse") }

    /// So many times over.
    public func repeated(_ count: Int) -> Expression<Value> {
        text("Repeat", .value(.integer(Int64(count))))
    }

    /// Filled up on the left to `count` characters; longer texts are cut.
    public func padded(left count: Int, with fill: String = " ") -> Expression<Value> {
        text("LPad", .value(.integer(Int64(count))), .value(.text(fill)))
    }

    /// Filled up on the right to `count` characters; longer texts are cut.
    public func padded(right count: Int, with fill: String = " ") -> Expression<Value> {
        text("RPad", .value(.integer(Int64(count))), .value(.text(fill)))
    }

    /// The place of the first occurrence of a text, counted from 1; 0 where it doesn't occur.
    public func index(of other: String) -> Expression<Value.Count> {
        Expression(.function("StrIndex", [node, .value(.text(other))]))
    }

    /// Compared and ordered by a collation of the database: `NOCASE`. Letters, digits and `_` are
    /// kept of the name.
    public func collated(_ name: String) -> Expression<Value> {
        Expression(.collated(node, name.filter { $0.isLetter || $0.isNumber || $0 == "_" }))
    }

    /// The SHA-256 digest of the text, in hexadecimal.
    public var sha256: Expression<Value> { text("SHA256") }

    /// The MD5 digest of the text, in hexadecimal.
    public var md5: Expression<Value> { text("MD5") }

    /// Matches a regular expression somewhere. A bad one throws when the query runs.
    public func matches(_ pattern: String) -> Condition {
        Condition(.compare(node, .regex, .value(.text(pattern))))
    }

    /// Matches a regular expression somewhere but for the case of letters.
    public func imatches(_ pattern: String) -> Condition {
        Condition(.compare(node, .iregex, .value(.text(pattern))))
    }

    /// Holds the text of another expression of the row.
    public func contains(_ text: some Expressible<Value>) -> Condition {
        Condition(.compare(node, .contains, text.node))
    }
}

/// Texts put together; a NULL counts as an empty one: `concatenated($0.title, ": ", $0.slug)`.
public func concatenated(_ parts: TextPart...) -> Expression<String> {
    Expression(.function("Concat", parts.map(\.node)))
}

/// A part of a text that the database puts together: a literal, or an expression.
public struct TextPart: ExpressibleByStringLiteral, Sendable {
    let node: Node

    /// A text as it is.
    public init(stringLiteral value: String) { node = .value(.text(value)) }

    /// An expression's text.
    public static func of(_ expression: some Expressible<some FieldValue>) -> TextPart {
        TextPart(expression.node)
    }

    private init(_ node: Node) { self.node = node }
}
