internal import ApusValues

/// A variable or a literal with filters: `poll.question|truncatewords:5|title`.
public struct Expression: Sendable {
    /// What the filters start from.
    enum Base: Sendable {
        case literal(DynamicValue)
        case variable(VariablePath)
    }

    /// A filter with its argument.
    struct Call: Sendable {
        let name: String
        let filter: Filter
        let argument: Base?
    }

    let base: Base
    let calls: [Call]
    /// The expression as written.
    public let text: String
    /// The byte of the template at which it starts.
    let offset: Int

    /// The text where the expression is nothing but one in quotes.
    public var literalText: String? {
        guard calls.isEmpty, case .literal(let value) = base else { return nil }
        switch value {
        case .string(let text), .html(let text): return text
        default: return nil
        }
    }

    /// The variable where the expression is nothing but one.
    var plainVariable: VariablePath? {
        guard calls.isEmpty, case .variable(let path) = base else { return nil }
        return path
    }
}

/// A dotted name, `poll.choices.0.text`, cut once.
struct VariablePath: Sendable {
    /// A name after a dot.
    struct Step: Sendable {
        let name: String
        /// The name as a place in a list.
        let index: Int?
    }

    /// What the first name means apart from what is in the context.
    enum Root: Sendable {
        case plain
        case forloop
        case block
        case constant(DynamicValue)
    }

    let text: String
    let first: Name
    let root: Root
    let steps: [Step]

    init(_ text: String) {
        self.text = text
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let name = parts.first ?? ""
        first = Name(name)
        steps = parts.dropFirst().map { Step(name: $0, index: Int($0)) }
        switch name {
        case "forloop": root = .forloop
        case "block": root = .block
        case "True": root = .constant(.bool(true))
        case "False": root = .constant(.bool(false))
        case "None": root = .constant(.null)
        default: root = .plain
        }
    }
}

/// A name with its hash, so that most comparisons are of two numbers.
struct Name: Sendable, Hashable {
    let text: String
    let hash: UInt64

    init(_ text: String) {
        self.text = text
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        self.hash = hash
    }

    @inline(__always)
    static func == (left: Name, right: Name) -> Bool {
        left.hash == right.hash && left.text == right.text
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
