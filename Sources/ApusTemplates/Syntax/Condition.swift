internal import ApusValues

/// What `{% if %}` asks: expressions with `and`, `or`, `not` and comparisons.
indirect enum Condition: Sendable {
    enum Comparison: Sendable {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case contained, notContained, identical, notIdentical
    }

    case value(Expression)
    case any([Condition])
    case all([Condition])
    case not(Condition)
    case compare(Condition, Comparison, Condition)

    /// Compiles the words of `tag`.
    static func parse(_ parser: inout Parser, _ tag: Tag) throws -> Condition {
        var reader = ConditionParser(tag)
        let condition = try reader.expression(&parser, bindingAbove: 0)
        if let word = reader.current {
            throw parser.error(
                "Unused '\(word.text)' at end of if expression.", at: word)
        }
        return condition
    }
}

/// Reads conditions by the binding powers of their operators, the loosest first: `or`, `and`,
/// `not`, `in`, comparisons.
private struct ConditionParser {
    private let tag: Tag
    private var position = 0
    private var depth = 0

    private static let deepest = 100

    init(_ tag: Tag) {
        self.tag = tag
    }

    /// The word that is next.
    var current: Word? { position < tag.words.count ? tag.words[position] : nil }

    private enum Operator {
        case or, and, not
        case compare(Condition.Comparison)

        var power: Int {
            switch self {
            case .or: 6
            case .and: 7
            case .not: 8
            case .compare(.contained), .compare(.notContained): 9
            case .compare: 10
            }
        }
    }

    /// The operator that is next, and of how many words it is.
    private func operatorHere() -> (Operator, words: Int)? {
        guard let word = current?.text else { return nil }
        let following = position + 1 < tag.words.count ? tag.words[position + 1].text : ""
        switch word {
        case "or": return (.or, 1)
        case "and": return (.and, 1)
        case "not": return following == "in" ? (.compare(.notContained), 2) : (.not, 1)
        case "in": return (.compare(.contained), 1)
        case "is":
            return following == "not" ? (.compare(.notIdentical), 2) : (.compare(.identical), 1)
        case "==": return (.compare(.equal), 1)
        case "!=": return (.compare(.notEqual), 1)
        case "<": return (.compare(.less), 1)
        case "<=": return (.compare(.lessOrEqual), 1)
        case ">": return (.compare(.greater), 1)
        case ">=": return (.compare(.greaterOrEqual), 1)
        default: return nil
        }
    }

    mutating func expression(
        _ parser: inout Parser, bindingAbove power: Int
    ) throws -> Condition {
        depth += 1
        defer { depth -= 1 }
        var left = try operand(&parser)
        var length = 0
        while let (found, words) = operatorHere(), found.power > power {
            guard let word = current else { break }
            if case .not = found {
                throw parser.error(
                    "Not expecting 'not' in this position in if tag.", at: word)
            }
            position += words
            let right = try expression(&parser, bindingAbove: found.power)
            switch found {
            case .or: left = .any(left.alternatives + [right])
            case .and: left = .all(left.requirements + [right])
            case .not: break
            case .compare(let comparison):
                length += 1
                guard length + depth < Self.deepest else { throw tooDeep(parser, word) }
                left = .compare(left, comparison, right)
            }
        }
        return left
    }

    private mutating func operand(_ parser: inout Parser) throws -> Condition {
        guard let word = current else {
            throw parser.error("Unexpected end of expression in if tag.", at: tag)
        }
        guard depth < Self.deepest else { throw tooDeep(parser, word) }
        guard let (found, words) = operatorHere() else {
            position += 1
            return .value(try parser.compile(word))
        }
        guard case .not = found else {
            let name = tag.words[position..<(position + words)].map(\.text)
            throw parser.error(
                "Not expecting '\(name.joined(separator: " "))' in this position in if tag.",
                at: word)
        }
        position += 1
        return .not(try expression(&parser, bindingAbove: found.power))
    }

    private func tooDeep(_ parser: Parser, _ word: Word) -> TemplateError {
        parser.error(
            "The condition has more than \(Self.deepest) operators in each other. "
                + "Compute it in the view.", at: word)
    }
}

extension Condition {
    /// The parts of an `or`, so that a long one is a list and not a tower.
    fileprivate var alternatives: [Condition] {
        if case .any(let parts) = self { parts } else { [self] }
    }

    fileprivate var requirements: [Condition] {
        if case .all(let parts) = self { parts } else { [self] }
    }
}
