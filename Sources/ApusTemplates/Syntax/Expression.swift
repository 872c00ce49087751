internal import ApusValues

/// A variable or a literal with filters: `poll.question|truncatewords:5|title`.
public final class Expression: Sendable {
    /// A filter with its argument.
    final class Call: Sendable {
        let name: String
        let isSafe: Bool
        let function: Filter.Function
        let argument: DynamicValue?
        /// The argument where it is a variable.
        let variable: VariablePath?

        init(
            name: String, isSafe: Bool, function: @escaping Filter.Function,
            argument: DynamicValue?, variable: VariablePath?
        ) {
            self.name = name
            self.isSafe = isSafe
            self.function = function
            self.argument = argument
            self.variable = variable
        }
    }

    /// What the filters start from where that is a variable.
    let variable: VariablePath?
    /// What they start from where it is not.
    let literal: DynamicValue
    let calls: [Call]
    /// The expression as written.
    public let text: String
    /// The byte of the template at which it starts.
    let offset: Int

    init(
        variable: VariablePath?, literal: DynamicValue, calls: [Call], text: String, offset: Int
    ) {
        self.variable = variable
        self.literal = literal
        self.calls = calls
        self.text = text
        self.offset = offset
    }

    /// The text where the expression is nothing but one in quotes.
    public var literalText: String? {
        guard calls.isEmpty, variable == nil else { return nil }
        switch literal {
        case .string(let text), .html(let text): return text
        default: return nil
        }
    }

    /// The variable where the expression is nothing but one.
    var plainVariable: VariablePath? { calls.isEmpty ? variable : nil }
}

/// A dotted name, `poll.choices.0.text`, cut once.
final class VariablePath: Sendable {
    /// A name after a dot.
    struct Step: Sendable {
        let name: String
        /// The name as a place in a list.
        let index: Int?
    }

    /// What the first name means where it is not in the context.
    enum Root: Sendable {
        case plain
        case forloop
        case block
        case constant
    }

    /// What `forloop` knows.
    enum LoopField: String, Sendable {
        case counter, counter0, revcounter, revcounter0, first, last, length
    }

    let text: String
    /// The byte of the template at which it starts.
    let offset: Int
    let first: Name
    let root: Root
    /// What a constant stands for.
    let constant: DynamicValue
    let steps: [Step]
    /// Whether there is just one name after the first, and which.
    let hasOneStep: Bool
    let member: String
    /// Whether that name may be a place in a list.
    let mayBeIndex: Bool
    /// What a path of two names asks of the loop.
    let loopField: LoopField?
    /// Whether it is `block.super`.
    let isSuper: Bool

    init(_ text: String, at offset: Int) {
        self.text = text
        self.offset = offset
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let name = parts.first ?? ""
        first = Name(name)
        steps = parts.dropFirst().map { Step(name: $0, index: Int($0)) }
        hasOneStep = steps.count == 1
        member = steps.first?.name ?? ""
        mayBeIndex = steps.first?.index != nil
        loopField =
            name == "forloop" && steps.count == 1 ? LoopField(rawValue: steps[0].name) : nil
        isSuper = name == "block" && steps.count == 1 && steps[0].name == "super"
        switch name {
        case "forloop": (root, constant) = (.forloop, .null)
        case "block": (root, constant) = (.block, .null)
        case "True": (root, constant) = (.constant, .bool(true))
        case "False": (root, constant) = (.constant, .bool(false))
        case "None": (root, constant) = (.constant, .null)
        default: (root, constant) = (.plain, .null)
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
