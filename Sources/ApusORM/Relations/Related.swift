public import ApusValues

/// The rows of `Element` that point at one row with a foreign key: a query set, and a way to add to it.
///
///     for choice in try question.choices.order { $0.votes.descending }.all() { … }
public struct Related<Element: Model>: Sendable {
    let owner: Int
    let state: ModelState
    let field: TableField

    /// The rows that point at `owner` with the foreign key `key`.
    public init<Owner: Model, Key: RelationColumn>(
        to owner: Owner, by key: KeyPath<Element.Columns, Key>
    ) where Key.Target == Owner {
        self.owner = owner.id.value
        state = owner._state
        field = Element.Columns(.root)[keyPath: key].reference.field
    }
}

extension Related {
    /// The rows as templates see them.
    public func dynamicRows() throws -> DynamicValue { .list([]) }
}
