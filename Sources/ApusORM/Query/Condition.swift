/// What rows must meet: made by comparing columns, joined with `&&`, `||` and `!`.
public struct Condition: Sendable {
    let node: ConditionNode
    /// How many combinations are within each other.
    private let depth: Int

    init(_ node: ConditionNode) {
        self.node = node
        depth = 0
    }

    private static let deepest = 200

    /// Conditions put together, `depth` of them within each other. Nested without end they would
    /// take the stack of whoever reads them.
    private init(_ node: ConditionNode, depth: Int) {
        self.depth = depth
        self.node =
            depth <= Self.deepest
            ? node
            : .invalid(
                QueryError(
                    "The condition is nested too deeply: more than \(Self.deepest) levels."))
    }

    private static func depth(
        of left: Condition, _ right: Condition, _ isFlat: (ConditionNode) -> Bool
    ) -> Int {
        max(
            isFlat(left.node) ? left.depth : left.depth + 1,
            isFlat(right.node) ? right.depth : right.depth + 1)
    }

    /// The condition that every row meets, or that none does.
    public init(_ constant: Bool) { self.init(constant ? .all([]) : .constant(false)) }

    /// Both hold.
    public static func && (left: Condition, right: Condition) -> Condition {
        Condition(
            left.node.and(right.node),
            depth: depth(of: left, right) { if case .all = $0 { true } else { false } })
    }

    /// At least one holds.
    public static func || (left: Condition, right: Condition) -> Condition {
        Condition(
            left.node.or(right.node),
            depth: depth(of: left, right) { if case .any = $0 { true } else { false } })
    }

    /// One of them holds and the other doesn't.
    public static func ^ (left: Condition, right: Condition) -> Condition {
        // Its SQL has each part twice, so that levels of it cost more than others.
        let depth = depth(of: left, right) { if case .odd = $0 { true } else { false } }
        return Condition(left.node.or(else: right.node), depth: depth + 19)
    }

    /// A condition that is a value by names: `.exists(in:)`, `true`.
    public init(_ value: LookupValue) {
        switch value {
        case .exists(let rows): self.init(.exists(rows.query))
        case .condition(let condition): self = condition
        case .flag(let flag): self.init(flag)
        default: self.init(.invalid(QueryError("A condition is to be true or false.")))
        }
    }

    /// It does not hold. A row whose value is NULL counts as not meeting the condition, so its
    /// opposite holds, as in Swift and in Django.
    public static prefix func ! (condition: Condition) -> Condition {
        Condition(condition.node.negated, depth: condition.depth + 1)
    }
}

extension Expressible where Value: FieldValue {
    /// Equal; nil is NULL.
    public static func == (left: Self, right: Value) -> Condition {
        Condition(equal(left.node, right.sqlValue))
    }

    /// Equal, row by row.
    public static func == (left: Self, right: some Expressible<Value>) -> Condition {
        Condition(.compare(left.node, .exact, right.node))
    }

    /// Not equal: the opposite of `==`, so NULL is not equal to a value.
    public static func != (left: Self, right: Value) -> Condition {
        Condition(equal(left.node, right.sqlValue).negated)
    }

    /// Not equal, row by row.
    public static func != (left: Self, right: some Expressible<Value>) -> Condition {
        Condition(.not(.compare(left.node, .exact, right.node)))
    }

    /// Smaller, or earlier.
    public static func < (left: Self, right: Value) -> Condition {
        Condition(.compare(left.node, .less, .value(right.sqlValue)))
    }

    /// Smaller, row by row.
    public static func < (left: Self, right: some Expressible<Value>) -> Condition {
        Condition(.compare(left.node, .less, right.node))
    }

    /// Smaller or equal.
    public static func <= (left: Self, right: Value) -> Condition {
        Condition(.compare(left.node, .lessOrEqual, .value(right.sqlValue)))
    }

    /// Smaller or equal, row by row.
    public static func <= (left: Self, right: some Expressible<Value>) -> Condition {
        Condition(.compare(left.node, .lessOrEqual, right.node))
    }

    /// Greater, or later.
    public static func > (left: Self, right: Value) -> Condition {
        Condition(.compare(left.node, .greater, .value(right.sqlValue)))
    }

    /// Greater, row by row.
    public static func > (left: Self, right: some Expressible<Value>) -> Condition {
        Condition(.compare(left.node, .greater, right.node))
    }

    /// Greater or equal.
    public static func >= (left: Self, right: Value) -> Condition {
        Condition(.compare(left.node, .greaterOrEqual, .value(right.sqlValue)))
    }

    /// Greater or equal, row by row.
    public static func >= (left: Self, right: some Expressible<Value>) -> Condition {
        Condition(.compare(left.node, .greaterOrEqual, right.node))
    }

    /// One of `values`; none of them is NULL.
    public func `in`(_ values: some Sequence<Value>) -> Condition {
        let node = node
        return Condition(.among(node, values.map { node.normalised($0.sqlValue) }))
    }

    /// From the lower to the upper bound, both included.
    public func `in`(_ range: ClosedRange<Value>) -> Condition where Value: Comparable {
        Condition(
            .between(node, .value(range.lowerBound.sqlValue), .value(range.upperBound.sqlValue)))
    }

    /// From the lower bound to below the upper.
    public func `in`(_ range: Range<Value>) -> Condition where Value: Comparable {
        Condition(
            .all([
                .compare(node, .greaterOrEqual, .value(range.lowerBound.sqlValue)),
                .compare(node, .less, .value(range.upperBound.sqlValue)),
            ]))
    }

    /// Whether it is NULL.
    public var isNull: Condition { Condition(.isNull(node, true)) }

    /// Whether it is not NULL.
    public var isNotNull: Condition { Condition(.isNull(node, false)) }
}

/// `=`, or `IS NULL` for NULL.
func equal(_ left: Node, _ right: SQLValue) -> ConditionNode {
    right == .null ? .isNull(left, true) : .compare(left, .exact, .value(left.normalised(right)))
}

extension Node {
    /// `value` in the form in which the column has it that it is compared with.
    fileprivate func normalised(_ value: SQLValue) -> SQLValue {
        if case .column(let reference) = self { reference.field.normalised(value) } else { value }
    }
}

// MARK: Text

/// Text, or text that may be NULL.
public protocol TextValue: FieldValue {
    /// A number of characters; optional where the text is.
    associatedtype Count: FieldValue = Int
}

extension String: TextValue {}

extension Optional: TextValue where Wrapped: TextValue {
    /// A number of characters, NULL where the text is.
    public typealias Count = Wrapped.Count?
}

extension Expressible where Value: TextValue {
    private func matches(_ lookup: Lookup, _ text: String) -> Condition {
        Condition(.compare(node, lookup, .value(.text(text))))
    }

    /// Equal but for the case of letters.
    public func iequals(_ text: String) -> Condition { matches(.iexact, text) }

    /// Holds `text`.
    public func contains(_ text: String) -> Condition { matches(.contains, text) }

    /// Holds `text` but for the case of letters.
    public func icontains(_ text: String) -> Condition { matches(.icontains, text) }

    /// Begins with `text`.
    public func startsWith(_ text: String) -> Condition { matches(.startsWith, text) }

    /// Begins with `text` but for the case of letters.
    public func istartsWith(_ text: String) -> Condition { matches(.istartsWith, text) }

    /// Ends with `text`.
    public func endsWith(_ text: String) -> Condition { matches(.endsWith, text) }

    /// Ends with `text` but for the case of letters.
    public func iendsWith(_ text: String) -> Condition { matches(.iendsWith, text) }
}

// MARK: Keys and relations

extension Expressible {
    /// The row with that key.
    public static func == <Owner>(left: Self, right: Int) -> Condition where Value == Key<Owner> {
        Condition(.compare(left.node, .exact, .value(.integer(Int64(right)))))
    }

    /// Any row but the one with that key.
    public static func != <Owner>(left: Self, right: Int) -> Condition where Value == Key<Owner> {
        Condition(.not(.compare(left.node, .exact, .value(.integer(Int64(right))))))
    }

    /// The rows with one of these keys.
    public func `in`<Owner>(_ keys: some Sequence<Int>) -> Condition where Value == Key<Owner> {
        Condition(.among(node, keys.map { .integer(Int64($0)) }))
    }

    /// The rows that are in `rows`.
    public func `in`<Owner: Model>(_ rows: some Queryable<Owner>) -> Condition
    where Value == Owner.ID {
        Condition(.amongRows(node, rows.querySet.query))
    }
}

extension RelationColumn {
    private var keyNode: Node { .column(reference) }

    /// Points at that row.
    public static func == (left: Self, right: some Reference<Target>) -> Condition {
        Condition(.compare(left.keyNode, .exact, .value(right.foreignKey.sqlValue)))
    }

    /// Does not point at that row.
    public static func != (left: Self, right: some Reference<Target>) -> Condition {
        Condition(.not(.compare(left.keyNode, .exact, .value(right.foreignKey.sqlValue))))
    }

    /// Points at the row with that key.
    public static func == (left: Self, right: Int) -> Condition where Target.ID == Key<Target> {
        Condition(.compare(left.keyNode, .exact, .value(.integer(Int64(right)))))
    }

    /// Points at one of `rows`.
    public func `in`<Row: Reference<Target>>(_ rows: some Sequence<Row>) -> Condition {
        Condition(.among(keyNode, rows.map { $0.foreignKey.sqlValue }))
    }

    /// Points at one of the rows of a query: a subquery.
    public func `in`(_ rows: some Queryable<Target>) -> Condition {
        Condition(.amongRows(keyNode, rows.querySet.query))
    }
}

extension OptionalForeignKeyColumn {
    /// Points at no row.
    public static func == (left: Self, right: _OptionalNilComparisonType) -> Condition {
        Condition(.isNull(left.node, true))
    }

    /// Points at a row.
    public static func != (left: Self, right: _OptionalNilComparisonType) -> Condition {
        Condition(.isNull(left.node, false))
    }
}

extension ModelColumns {
    /// Is that row.
    public static func == (left: Self, right: some Reference<Owner>) -> Condition {
        Condition(.compare(left.keyNode, .exact, .value(right.foreignKey.sqlValue)))
    }

    /// Is not that row.
    public static func != (left: Self, right: some Reference<Owner>) -> Condition {
        Condition(.not(.compare(left.keyNode, .exact, .value(right.foreignKey.sqlValue))))
    }

    /// There is such a row.
    public var exist: Condition { Condition(.isNull(keyNode, false)) }

    var keyNode: Node {
        .column(ColumnReference(join: _path.join, field: Owner.table.key))
    }
}
