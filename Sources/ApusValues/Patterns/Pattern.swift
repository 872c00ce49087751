/// A regular expression as Python writes it, matched in a bounded number of steps: a pattern that
/// would take ages on some text gives up instead.
///
/// Known are literals, classes, `\d \w \s \b \A \Z`, groups (named, without capture, atomic),
/// alternatives, greedy, lazy and possessive repetition, back references, looking ahead and behind,
/// and the flags `i`, `m`, `s`, `x`, `a`.
public struct Pattern: Sendable {
    /// The pattern's text.
    public let text: String
    private let program: PatternProgram

    /// How many steps a search may take before it gives up.
    public static let mostSteps = 1_000_000

    /// How many instructions a pattern may have.
    static let mostInstructions = 20_000

    /// A pattern from its text. Throws a `PatternError` that says what is wrong and where.
    ///
    /// - Parameter ignoringCase: Whether letters match in capitals and not.
    public init(_ text: String, ignoringCase: Bool = false) throws(PatternError) {
        self.text = text
        var parser = PatternParser(text, flags: PatternFlags(ignoresCase: ignoringCase))
        let node = try parser.parse()
        program = try PatternProgram(node, groups: parser.groupCount, names: parser.names)
    }

    /// What a search found.
    public struct Match: Sendable {
        /// The groups' texts, the whole match's first; nil for a group that took no part.
        public let groups: [String?]
        /// The groups' numbers by their names.
        public let names: [String: Int]

        /// The text of the group called `name`.
        public subscript(name: String) -> String? {
            names[name].flatMap { groups.indices.contains($0) ? groups[$0] : nil }
        }
    }

    /// The first match in `subject`, wherever it begins; nil where there is none. Throws
    /// `PatternError.tooManySteps` where finding out takes too long.
    public func firstMatch(in subject: String) throws(PatternError) -> Match? {
        var matcher = PatternMatcher(program, Array(subject.unicodeScalars))
        guard let slots = try matcher.search() else { return nil }
        let groups = stride(from: 0, to: slots.count - 1, by: 2).map { index -> String? in
            guard slots[index] >= 0, slots[index + 1] >= slots[index] else { return nil }
            return String(String.UnicodeScalarView(matcher.text[slots[index]..<slots[index + 1]]))
        }
        return Match(groups: groups, names: program.names)
    }

    /// Whether `subject` holds a match. Throws `PatternError.tooManySteps` where finding out takes
    /// too long.
    public func matches(in subject: String) throws(PatternError) -> Bool {
        var matcher = PatternMatcher(program, Array(subject.unicodeScalars))
        return try matcher.search() != nil
    }
}

/// Why a text is no pattern, or a pattern can't be matched.
public enum PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is no pattern: what is wrong, and how many characters stand before it.
    case malformed(String, offset: Int)
    /// The search took more than `Pattern.mostSteps` steps.
    case tooManySteps

    /// What is wrong.
    public var description: String {
        switch self {
        case .malformed(let message, let offset):
            "No regular expression: \(message) at character \(offset)."
        case .tooManySteps:
            "The regular expression takes more than \(Pattern.mostSteps) steps on this text."
        }
    }
}
