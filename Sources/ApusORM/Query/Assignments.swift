/// What an update writes, or what a new row gets, as a closure sets it:
///
///     try question.choices.filter { $0.id == 3 }.update { $0.votes += 1 }
///
/// Setting a value writes it; setting an expression has the database compute it for each row.
@dynamicMemberLookup
public struct Assignments<Owner: Model> {
    var list: [(field: TableField, value: Node)] = []

    init() {}

    private mutating func set(_ reference: ColumnReference, _ value: Node) {
        list.removeAll { $0.field === reference.field }
        list.append((reference.field, value))
    }

    private func value(of reference: ColumnReference) -> Node {
        list.first { $0.field === reference.field }?.value ?? .column(reference)
    }

    /// A column, as an expression to compute with.
    public subscript<Value: FieldValue>(
        dynamicMember path: KeyPath<Owner.Columns, Column<Value>>
    ) -> Expression<Value> {
        get { Expression(value(of: Owner.Columns(.root)[keyPath: path].reference)) }
        set { set(Owner.Columns(.root)[keyPath: path].reference, newValue.node) }
    }

    /// A column that gets a value.
    @_disfavoredOverload
    public subscript<Value: FieldValue>(
        dynamicMember path: KeyPath<Owner.Columns, Column<Value>>
    ) -> Value {
        @available(*, unavailable, message: "an update's columns can only be set or computed with")
        get { fatalError("unavailable") }
        set { set(Owner.Columns(.root)[keyPath: path].reference, .value(newValue.sqlValue)) }
    }

    /// A JSON document that gets a value.
    public subscript<Stored: JSONStored>(
        dynamicMember path: KeyPath<Owner.Columns, JSONColumn<Stored>>
    ) -> Stored {
        @available(*, unavailable, message: "an update's columns can only be set or computed with")
        get { fatalError("unavailable") }
        set { set(Owner.Columns(.root)[keyPath: path].reference, .value(newValue.sqlValue)) }
    }

    /// A foreign key.
    public subscript<Target: Model>(
        dynamicMember path: KeyPath<Owner.Columns, ForeignKeyColumn<Target>>
    ) -> ForeignKey<Target> {
        @available(*, unavailable, message: "an update's columns can only be set or computed with")
        get { fatalError("unavailable") }
        set { set(Owner.Columns(.root)[keyPath: path].reference, .value(newValue.sqlValue)) }
    }

    /// A foreign key that gets a row to point at.
    @_disfavoredOverload
    public subscript<Target: Model>(
        dynamicMember path: KeyPath<Owner.Columns, ForeignKeyColumn<Target>>
    ) -> Target {
        @available(*, unavailable, message: "an update's columns can only be set or computed with")
        get { fatalError("unavailable") }
        set { set(Owner.Columns(.root)[keyPath: path].reference, .value(newValue.id.sqlValue)) }
    }

    /// A foreign key that may be NULL.
    public subscript<Target: Model>(
        dynamicMember path: KeyPath<Owner.Columns, OptionalForeignKeyColumn<Target>>
    ) -> ForeignKey<Target>? {
        @available(*, unavailable, message: "an update's columns can only be set or computed with")
        get { fatalError("unavailable") }
        set { set(Owner.Columns(.root)[keyPath: path].reference, .value(newValue.sqlValue)) }
    }

    /// A foreign key that may be NULL and gets a row to point at.
    @_disfavoredOverload
    public subscript<Target: Model>(
        dynamicMember path: KeyPath<Owner.Columns, OptionalForeignKeyColumn<Target>>
    ) -> Target {
        @available(*, unavailable, message: "an update's columns can only be set or computed with")
        get { fatalError("unavailable") }
        set { set(Owner.Columns(.root)[keyPath: path].reference, .value(newValue.id.sqlValue)) }
    }
}
