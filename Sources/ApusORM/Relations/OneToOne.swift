public import ApusValues

/// A foreign key that no two rows share: each row of `Target` has at most one row that points at
/// it.
///
///     @Model struct Restaurant {
///         var place: OneToOne<Place>
///     }
///     let place = try restaurant.place.get()
///
/// From the other side it is `@Reverse(\Restaurant.place) var restaurant: RelatedOne<Restaurant>`.
public struct OneToOne<Target: Model>: Sendable {
    @usableFromInline let key: ForeignKey<Target>

    /// The key of the row pointed at.
    public var id: Target.ID { key.id }

    /// A reference to the row with the key `id`.
    public init(id: Target.ID) { key = ForeignKey(id: id) }

    /// A reference to the row that `reference` names.
    public init(_ reference: some Reference<Target>) { key = reference.foreignKey }

    /// The row pointed at. Asks the database where it isn't at hand, and then for all the rows
    /// that came from the same query; throws `NotFound` where there is no such row.
    public func get() throws -> Target { try key.get() }

    /// The row as templates see it.
    public func dynamicRow() throws -> DynamicValue { .object(try get()) }
}

extension OneToOne: Reference {
    /// A foreign key that points at the row.
    public var foreignKey: ForeignKey<Target> { key }
}

extension OneToOne: Hashable {
    /// Equal where the keys are.
    public static func == (left: OneToOne, right: OneToOne) -> Bool { left.id == right.id }

    /// By what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension OneToOne: DynamicValueConvertible {
    /// The key; `dynamicRow()` gives the row.
    public var dynamicValue: DynamicValue { key.dynamicValue }
}

extension OneToOne: FieldValue {
    /// What a query's closure sees.
    public typealias ColumnType = ForeignKeyColumn<Target>
    /// What a query's closure sees where the field is optional.
    public typealias OptionalColumnType = OptionalForeignKeyColumn<Target>

    /// What the column holds.
    public static var fieldType: FieldType { ForeignKey<Target>.fieldType }
    /// The model that the field points at.
    public static var referencedModel: (any Model.Type)? { Target.self }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { key = try ForeignKey(cellOf: &row) }

    /// The value as the database holds it.
    public var sqlValue: SQLValue { key.sqlValue }
}

extension Optional {
    /// The row as templates see it; nil where the key is.
    public func dynamicRow<Target>() throws -> DynamicValue where Wrapped == OneToOne<Target> {
        try self?.dynamicRow() ?? .null
    }
}

/// Marks the types whose columns are unique because each row is pointed at once at most.
protocol UniqueReference {}

extension OneToOne: UniqueReference {}
extension Optional: UniqueReference where Wrapped: UniqueReference {}
