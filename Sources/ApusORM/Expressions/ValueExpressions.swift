extension Expressible {
    /// Another value where this one is NULL.
    public func coalesce<Wrapped: FieldValue>(_ other: Wrapped) -> Expression<Wrapped>
    where Value == Wrapped? {
        Expression(.function("Coalesce", [node, .value(other.sqlValue)]))
    }

    /// Another expression's value where this one is NULL.
    public func coalesce<Wrapped: FieldValue>(
        _ other: some Expressible<Wrapped>
    ) -> Expression<Wrapped> where Value == Wrapped? {
        Expression(.function("Coalesce", [node, other.node]))
    }
}

extension Expressible where Value: FieldValue {
    /// NULL where the value is `other`.
    public func nullIf(_ other: Value) -> Expression<Value?> {
        Expression(.function("NullIf", [node, .value(other.sqlValue)]))
    }

    /// The value read as another type by the database: SQL's CAST.
    public func cast<Other: FieldValue>(to type: Other.Type) -> Expression<Other> {
        Expression(.cast(node, Other.fieldType))
    }
}

/// The greatest of several values of the row; NULL where one of them is.
public func greatest<Value: FieldValue>(
    _ first: some Expressible<Value>, _ others: any Expressible<Value>...
) -> Expression<Value> {
    Expression(.function("Greatest", [first.node] + others.map { $0.expression.node }))
}

/// The least of several values of the row; NULL where one of them is.
public func least<Value: FieldValue>(
    _ first: some Expressible<Value>, _ others: any Expressible<Value>...
) -> Expression<Value> {
    Expression(.function("Least", [first.node] + others.map { $0.expression.node }))
}

extension Condition {
    /// Whether it holds, as a value: NULL where that can't be said.
    public var value: Expression<Bool?> { Expression(.condition(node)) }
}

/// Values that depend on conditions; the first that holds counts:
///
///     Case(when: $0.votes > 100, then: "hot").when($0.votes > 10, then: "warm").otherwise("cold")
public struct Case<Value: FieldValue>: Sendable {
    private var branches: [(ConditionNode, Node)]

    /// A value for the rows that meet a condition.
    public init(when condition: Condition, then value: Value) {
        branches = [(condition.node, .value(value.sqlValue))]
    }

    /// An expression for the rows that meet a condition.
    public init(when condition: Condition, then value: some Expressible<Value>) {
        branches = [(condition.node, value.node)]
    }

    /// A value for the rows that meet this condition and none before.
    public func when(_ condition: Condition, then value: Value) -> Case {
        adding(condition, .value(value.sqlValue))
    }

    /// An expression for the rows that meet this condition and none before.
    public func when(_ condition: Condition, then value: some Expressible<Value>) -> Case {
        adding(condition, value.node)
    }

    /// A value for all other rows.
    public func otherwise(_ value: Value) -> Expression<Value> {
        Expression(.choice(branches, otherwise: .value(value.sqlValue)))
    }

    /// An expression for all other rows.
    public func otherwise(_ value: some Expressible<Value>) -> Expression<Value> {
        Expression(.choice(branches, otherwise: value.node))
    }

    /// NULL for all other rows.
    public var otherwiseNull: Expression<Value?> {
        Expression(.choice(branches, otherwise: .value(.null)))
    }

    private func adding(_ condition: Condition, _ node: Node) -> Case {
        var copy = self
        copy.branches.append((condition.node, node))
        return copy
    }
}
