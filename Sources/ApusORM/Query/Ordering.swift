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
    /// The foreign key whose model's order this is, and which way it was asked for.
    var relation: (key: ColumnReference, isDescending: Bool)?

    init(node: Node, isDescending: Bool, nulls: Nulls?) {
        self.node = node
        self.isDescending = isDescending
        self.nulls = nulls
    }

    var reversed: Ordering {
        var other = Ordering(
            node: node, isDescending: !isDescending,
            nulls: nulls.map { $0 == .first ? .last : .first })
        other.relation = relation.map { ($0.key, !$0.isDescending) }
        return other
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
