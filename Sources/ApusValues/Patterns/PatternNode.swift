/// A pattern as it was read.
indirect enum PatternNode: Sendable {
    case scalars(ScalarSet)
    case assertion(Assertion)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// A group; with a number, one that is remembered.
    case group(PatternNode, number: Int?)
    case repeated(PatternNode, least: Int, most: Int?, Greed)
    case backReference(Int, ignoresCase: Bool)
    /// A look ahead, or behind by so many scalars.
    case look(PatternNode, behind: Int?, isNegative: Bool)
    /// What is never tried in another way once it matched.
    case atomic(PatternNode)

    enum Greed: Sendable {
        case greedy, lazy, possessive
    }

    enum Assertion: Sendable {
        case textStart, textEnd
        /// The end, or before a newline that ends the text: `$`.
        case lastLineEnd
        case lineStart, lineEnd
        case wordBoundary(isASCII: Bool)
        case noWordBoundary(isASCII: Bool)
    }

    /// How many scalars it matches, where that is always the same.
    var width: Int? {
        switch self {
        case .scalars: return 1
        case .assertion, .look: return 0
        case .sequence(let nodes):
            var sum = 0
            for node in nodes {
                guard let width = node.width else { return nil }
                let (total, overflows) = sum.addingReportingOverflow(width)
                if overflows { return nil }
                sum = total
            }
            return sum
        case .alternatives(let nodes):
            let widths = nodes.map(\.width)
            guard let first = widths.first, widths.allSatisfy({ $0 == first }) else { return nil }
            return first
        case .group(let node, _), .atomic(let node): return node.width
        case .repeated(let node, let least, let most, _):
            guard least == most, let width = node.width else { return nil }
            let (product, overflows) = width.multipliedReportingOverflow(by: least)
            return overflows ? nil : product
        case .backReference: return nil
        }
    }
}

/// What a pattern's letters stand for.
struct PatternFlags: Sendable {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesNewline = false
    var allowsComments = false
    var isASCII = false
}
