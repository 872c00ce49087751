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
        "a field's type must be a FieldValue: conform it, or write Int, String, Bool, Double, Date, [UInt8] or ForeignKey<…>"
)
@_disfavoredOverload
public func requireFieldValue<Value>(_ type: Value.Type) {}

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

/// A computed property of a model as templates see it. `@Model` writes calls of this.
public func templateValue<Value: DynamicValueConvertible>(_ value: Value) -> DynamicValue? {
    value.dynamicValue
}

/// A computed property whose type templates can't print: to them it isn't there.
@_disfavoredOverload
public func templateValue<Value>(_ value: Value) -> DynamicValue? { nil }
