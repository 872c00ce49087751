/// How a query gets from its own model to `Owner`: the relations passed on the way. Models' columns
/// are made of it.
public struct Path<Owner: Model>: Sendable {
    let join: JoinStep?

    init(_ join: JoinStep?) { self.join = join }

    /// The path of a query's own model.
    public static var root: Path { Path(nil) }

    /// The column of the field at `index`.
    public func column<Column: QueryColumn>(_ index: Int) -> Column {
        Column(join, Owner.table.fields[index])
    }

    /// The columns of the rows that point here with the foreign key at `key`.
    public func reverse<Columns: ModelColumns, Key: RelationColumn>(
        _ key: KeyPath<Columns, Key>
    ) -> Columns where Key.Target == Owner {
        let field = Columns(.root)[keyPath: key].reference.field
        return Columns(Path<Columns.Owner>(JoinStep(join, .reverse(field))))
    }

    /// The columns of the rows that the many-to-many relation `name` of this model leads to.
    public func many<Columns: ModelColumns>(_ name: String) -> Columns {
        Columns(Path<Columns.Owner>(step(Owner.table.many(named: name)?.forward)))
    }

    /// The columns of the rows whose many-to-many relation `name` leads here.
    public func manyBack<Columns: ModelColumns>(_ name: String) -> Columns {
        Columns(Path<Columns.Owner>(step(Columns.Owner.table.many(named: name)?.backward)))
    }

    /// A step that leads nowhere is told when the query runs.
    private func step(_ link: ManyLink?) -> JoinStep {
        link?.step(after: join) ?? JoinStep(join, .forward(Owner.table.key))
    }
}

/// One relation on the way to a column, after the ones before it.
final class JoinStep: Sendable {
    enum Relation: Sendable {
        /// From the row that has the foreign key to the row it points at.
        case forward(TableField)
        /// From the row that is pointed at to the rows that have the foreign key.
        case reverse(TableField)
    }

    let parent: JoinStep?
    let relation: Relation
    /// The relation whose second half this is: from the table in between to the rows.
    let many: ManyLink?

    init(_ parent: JoinStep?, _ relation: Relation, many: ManyLink? = nil) {
        self.parent = parent
        self.relation = relation
        self.many = many
    }
}

/// A field at the end of a path.
public struct ColumnReference: Sendable {
    let join: JoinStep?
    let field: TableField
}

/// Something that a query's closure sees for a field: a plain column, or a relation.
public protocol QueryColumn: Sendable {
    /// The column of `field` at the end of the relations `join`.
    init(_ reference: ColumnReference)

    /// The field and the way to it.
    var reference: ColumnReference { get }
}

extension QueryColumn {
    init(_ join: JoinStep?, _ field: TableField) {
        self.init(ColumnReference(join: join, field: field))
    }
}

/// The column of a foreign key to `Target`.
public protocol RelationColumn<Target>: QueryColumn {
    /// The model that it points at.
    associatedtype Target: Model
}

/// A column that holds `Value`s.
public struct Column<Value>: QueryColumn {
    /// The field and the way to it.
    public let reference: ColumnReference

    /// The column of a field.
    public init(_ reference: ColumnReference) { self.reference = reference }
}

/// The column of a foreign key: compared with rows and keys, and a way to the columns of the
/// model that it points at.
@dynamicMemberLookup
public struct ForeignKeyColumn<Target: Model>: RelationColumn {
    /// The field and the way to it.
    public let reference: ColumnReference

    /// The column of a field.
    public init(_ reference: ColumnReference) { self.reference = reference }

    /// A column of the model pointed at: a join.
    public subscript<Member>(dynamicMember path: KeyPath<Target.Columns, Member>) -> Member {
        columns[keyPath: path]
    }
}

/// The column of a foreign key that may be NULL. Values read through it are optional.
@dynamicMemberLookup
public struct OptionalForeignKeyColumn<Target: Model>: RelationColumn {
    /// The field and the way to it.
    public let reference: ColumnReference

    /// The column of a field.
    public init(_ reference: ColumnReference) { self.reference = reference }

    /// A column of the model pointed at: a join.
    public subscript<Value: FieldValue>(
        dynamicMember path: KeyPath<Target.Columns, Column<Value>>
    ) -> Column<Value?> {
        Column(columns[keyPath: path].reference)
    }

    /// A column of the model pointed at that may be NULL itself.
    public subscript<Value: FieldValue>(
        dynamicMember path: KeyPath<Target.Columns, Column<Value?>>
    ) -> Column<Value?> {
        columns[keyPath: path]
    }

    /// A JSON document of the model pointed at.
    public subscript<Stored: JSONStored>(
        dynamicMember path: KeyPath<Target.Columns, JSONColumn<Stored>>
    ) -> JSONColumn<Stored?> {
        JSONColumn(columns[keyPath: path].reference)
    }

    /// A JSON document of the model pointed at that may be NULL itself.
    public subscript<Stored: JSONStored>(
        dynamicMember path: KeyPath<Target.Columns, JSONColumn<Stored?>>
    ) -> JSONColumn<Stored?> {
        columns[keyPath: path]
    }

    /// A relation of the model pointed at.
    public subscript<Next: Model>(
        dynamicMember path: KeyPath<Target.Columns, ForeignKeyColumn<Next>>
    ) -> OptionalForeignKeyColumn<Next> {
        OptionalForeignKeyColumn<Next>(columns[keyPath: path].reference)
    }

    /// A relation of the model pointed at that may be NULL itself.
    public subscript<Next: Model>(
        dynamicMember path: KeyPath<Target.Columns, OptionalForeignKeyColumn<Next>>
    ) -> OptionalForeignKeyColumn<Next> {
        columns[keyPath: path]
    }

    /// The rows that point at the model pointed at.
    public subscript<Other: ModelColumns>(
        dynamicMember path: KeyPath<Target.Columns, Other>
    ) -> Other {
        columns[keyPath: path]
    }
}

extension RelationColumn {
    /// The columns of the model pointed at.
    var columns: Target.Columns {
        Target.Columns(Path(JoinStep(reference.join, .forward(reference.field))))
    }
}
