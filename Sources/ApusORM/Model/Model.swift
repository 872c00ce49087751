public import ApusValues

/// A struct whose values are rows of a table. `@Model` writes everything that this protocol asks
/// for; it can also be written by hand.
///
/// The file `Tests/ApusORMTests/HandWrittenModels.swift` shows what the macro writes.
public protocol Model: DynamicObject, DynamicValueConvertible, Reference
where Target == Self {
    /// The type of the primary key: `Key<Self>` where the database hands out the keys.
    associatedtype ID: PrimaryKey

    /// What a query's closure gets: a column for each field.
    associatedtype Columns: ModelColumns

    /// The model's app and name; by default the module's and the type's.
    static var modelName: ModelName { get }

    /// The table: the fields as the database sees them. Made once.
    static var table: Table { get }

    /// The primary key. One that the database hands out is `.unsaved` until the row is saved.
    var id: ID { get set }

    /// What the value keeps of the query that it came from. Not a column.
    var _state: ModelState { get set }

    /// Takes a row's cells in the order of the table's fields. Whoever reads the row sets `_state`.
    init(row: inout Row) throws

    /// The fields' values in the order of the table's fields.
    var fieldValues: [SQLValue] { get }

    /// Sets the fields that set themselves to the present moment: called before a row is written.
    mutating func setMoments(isNew: Bool)

    /// Checks what concerns several fields: called by `validate()`. Throw a `ValidationError`.
    func clean() throws

    /// Reads a result to its end. A requirement, so that the loop over the rows is compiled for the
    /// model; its default does what there is to do.
    static func readAll(from rows: inout RowSource) throws -> [Self]
}

extension Model {
    /// The app is the module's name, the model the type's.
    public static var modelName: ModelName { ModelName(of: Self.self) }

    /// The model as the database sees it.
    public static var schema: ModelSchema { table.schema }

    /// Sets no field.
    public mutating func setMoments(isNew: Bool) {}

    /// Everything is right.
    public func clean() throws {}

    /// The text that people read.
    public var description: String {
        "\(Self.table.schema.name.model) object (\(id.sqlValue.asText))"
    }

    /// The value as templates see it.
    @inlinable
    public var dynamicValue: DynamicValue { .object(self) }

    /// A foreign key that points at the row.
    public var foreignKey: ForeignKey<Self> { ForeignKey(self) }

    /// Reads a result to its end.
    @inlinable
    public static func readAll(from rows: inout RowSource) throws -> [Self] {
        var all: [Self] = []
        all.reserveCapacity(rows.expectedCount)
        rows.keys.reserveCapacity(rows.expectedCount)
        while try rows.next() {
            all.append(try Self(row: &rows.row))
            // In its place: a row that was changed before would be copied.
            all[all.count - 1]._state = rows.row.state
            rows.keys.append(all[all.count - 1].id.sqlValue)
        }
        return all
    }
}

/// The columns of a model, as a query's closure gets them.
public protocol ModelColumns<Owner>: Sendable {
    /// The model.
    associatedtype Owner: Model where Owner.Columns == Self

    /// The way from the query's model to this one.
    var _path: Path<Owner> { get }

    /// The columns of the model that `path` leads to.
    init(_ path: Path<Owner>)
}

/// What a model's value keeps of the query that it came from: the other rows, so that relations
/// load for all of them at once. Equal to every other, so that a model may be Hashable.
public struct ModelState: Hashable, Sendable {
    /// Where a value comes from: in the size of a pointer, as every row has one.
    @usableFromInline
    enum Origin: Sendable {
        /// From the program: no row is known to be in the database.
        case program
        /// From the database, or written to it, alone.
        case row
        /// From a query, with other rows.
        case query(FetchGroup)
    }

    @usableFromInline let origin: Origin

    /// The rows of the same query; nil for a value that did not come from one.
    @usableFromInline var group: FetchGroup? {
        if case .query(let group) = origin { group } else { nil }
    }

    /// Whether the value came from the database, or was saved: a row with its key is there, as far
    /// as it knows.
    var isStored: Bool {
        if case .program = origin { false } else { true }
    }

    /// The state of a value that is not in the database.
    @inlinable
    public init() { origin = .program }

    /// The state of a row of `group`, or of a row alone.
    @inlinable
    public init(_ group: FetchGroup?) { origin = group.map { .query($0) } ?? .row }

    /// Always: a state is not part of a value.
    public static func == (left: ModelState, right: ModelState) -> Bool { true }

    /// By what `==` compares.
    public func hash(into hasher: inout Hasher) {}
}

/// Anything that names one row of `Target`: the row itself, its key, or a foreign key to it.
public protocol Reference<Target>: Sendable {
    /// The model of the row.
    associatedtype Target: Model

    /// A foreign key that points at the row.
    var foreignKey: ForeignKey<Target> { get }
}

extension Key: Reference where Owner: Model, Owner.ID == Key {
    /// A foreign key that points at the row.
    public var foreignKey: ForeignKey<Owner> { ForeignKey(id: self) }
}
