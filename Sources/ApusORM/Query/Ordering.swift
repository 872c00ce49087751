/// One thing that rows are ordered by, and which way.
public struct Ordering: Sendable {
    /// Where NULLs go.
    public enum Nulls: Sendable {
        /// Before the values.
        case first
        /// After the values.
        case last
    }

    var node: Node
    var isDescending: Bool
    var nulls: Nulls?

    var reversed: Ordering {
        Ordering(
            node: node, isDescending: !isDescending,
            nulls: nulls.map { $0 == .first ? .last : .first })
    }
}

extension Expressible {
    /// Smallest first.
    public var ascending: Ordering { Ordering(node: node, isDescending: false, nulls: nil) }

    /// Greatest first.
    public var descending: Ordering { Ordering(node: node, isDescending: true, nulls: nil) }

    /// Smallest first, NULLs where `nulls` says.
    public func ascending(nulls: Ordering.Nulls) -> Ordering {
        Ordering(node: node, isDescending: false, nulls: nulls)
    }

    /// Greatest first, NULLs where `nulls` says.
    public func descending(nulls: Ordering.Nulls) -> Ordering {
        Ordering(node: node, isDescending: true, nulls: nulls)
    }
}

/// Lets an `order` closure hold several lines, the first the most important.
@resultBuilder
public enum OrderingBuilder {
    /// A column alone is ascending.
    public static func buildExpression(_ column: some Expressible) -> [Ordering] {
        [column.ascending]
    }

    /// A column with its direction.
    public static func buildExpression(_ ordering: Ordering) -> [Ordering] { [ordering] }

    /// All lines.
    public static func buildBlock(_ parts: [Ordering]...) -> [Ordering] { parts.flatMap(\.self) }
}
