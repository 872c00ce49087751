public import ApusValues

// What `@Model` writes calls of. Overloads tell types apart, so that the compiler's message is one
// for the person who wrote the model.

/// What a query's closure sees for a field of the type `Value`.
public typealias ColumnType<Value: FieldValue> = Value.ColumnType

/// Makes sure that a field can have the type.
public func requireFieldValue<Value: FieldValue>(_ type: Value.Type) {}

/// Says that a field can't hold a model.
@available(
    *, unavailable, message: "a field can't hold another model: write 'ForeignKey<…>' around it"
)
public func requireFieldValue<Value: Model>(_ type: Value.Type) {}

/// Says what a type lacks to be a field's.
@available(
    *, unavailable,
    message:
        "a field's type must be a FieldValue: conform it to StoredValue or Choices, or write JSON<…> or ForeignKey<…> around it"
)
@_disfavoredOverload
public func requireFieldValue<Value>(_ type: Value.Type) {}

/// Makes sure that a field can set itself to the present moment.
public func requireMoment<Value: Moment>(_ type: Value.Type) {}

/// Says that a type has no present moment.
@available(
    *, unavailable,
    message: "autoNow sets a Date, a CivilDate, a TimeOfDay or a type that is a Moment"
)
@_disfavoredOverload
public func requireMoment<Value>(_ type: Value.Type) {}

/// The rows that point at `owner` with the foreign key `key`.
public func relatedRows<Element: Model, Owner: Model, Key: RelationColumn>(
    to owner: Owner, by key: KeyPath<Element.Columns, Key>
) -> Related<Element> where Key.Target == Owner {
    Related(to: owner, by: key)
}

/// Says that a foreign key leads elsewhere.
@available(*, unavailable, message: "this foreign key points at another model than this one")
@_disfavoredOverload
public func relatedRows<Element: Model, Owner: Model, Key: RelationColumn>(
    to owner: Owner, by key: KeyPath<Element.Columns, Key>
) -> Related<Element> {
    preconditionFailure("unavailable")
}

/// The row that points at `owner` with the one-to-one key `key`.
public func relatedRow<Element: Model, Owner: Model, Key: RelationColumn>(
    to owner: Owner, by key: KeyPath<Element.Columns, Key>
) -> RelatedOne<Element> where Key.Target == Owner {
    RelatedOne(to: owner, by: key)
}

/// Says that a one-to-one key leads elsewhere.
@available(*, unavailable, message: "this OneToOne points at another model than this one")
@_disfavoredOverload
public func relatedRow<Element: Model, Owner: Model, Key: RelationColumn>(
    to owner: Owner, by key: KeyPath<Element.Columns, Key>
) -> RelatedOne<Element> {
    preconditionFailure("unavailable")
}

/// The rows whose many-to-many relation `key`, called `name`, leads to `owner`.
public func relatedMany<Element: Model, Owner: Model>(
    to owner: Owner, by key: KeyPath<Element, ManyToMany<Owner>>, _ name: String
) -> ManyToMany<Element> {
    ManyToMany(backTo: owner, name)
}

/// Says that a many-to-many relation leads elsewhere.
@available(*, unavailable, message: "this ManyToMany leads to another model than this one")
@_disfavoredOverload
public func relatedMany<Element: Model, Owner: Model, Other: Model>(
    to owner: Owner, by key: KeyPath<Element, ManyToMany<Other>>, _ name: String
) -> ManyToMany<Element> {
    preconditionFailure("unavailable")
}

/// A computed property of a model as templates see it. `@Model` writes calls of this.
public func templateValue<Value: DynamicValueConvertible>(_ value: Value) -> DynamicValue? {
    value.dynamicValue
}

/// A computed property whose type templates can't print: to them it isn't there.
@_disfavoredOverload
public func templateValue<Value>(_ value: Value) -> DynamicValue? { nil }

/// The key of the row that a foreign key gets when its own is deleted. `@Model` writes calls of
/// this.
public func keyValue<Target: Model>(
    _ row: @autoclosure () throws -> some Reference<Target>
) throws -> SQLValue { try row().foreignKey.sqlValue }

/// The key that a foreign key gets when its row is deleted.
public func keyValue(_ key: @autoclosure () throws -> Int) throws -> SQLValue {
    .integer(Int64(try key()))
}

/// The key that a foreign key gets when its row is deleted.
public func keyValue(_ key: @autoclosure () throws -> String) throws -> SQLValue {
    .text(try key())
}
