/// A field of a model as the database sees it: what `@Model` reads off a property, what a
/// migration writes down, what the autodetector compares.
public struct FieldSchema: Hashable, Sendable {
    /// The property's name: `publishedAt`.
    public var name: String
    /// The column's name: `published_at`; a foreign key's ends in `_id`.
    public var column: String
    /// What the column holds.
    public var type: FieldType
    /// Whether the column may be NULL: the property is an Optional.
    public var isNullable: Bool
    /// Whether this is the table's primary key.
    public var isPrimaryKey: Bool
    /// Whether no two rows may have the same value.
    public var isUnique: Bool
    /// Whether the column has an index of its own.
    public var isIndexed: Bool
    /// The value that rows get which don't give one, where it is a constant.
    public var defaultValue: SQLValue?
    /// Where a foreign key points.
    public var reference: ForeignKeyReference?
    /// The name for people: `date published`.
    public var verboseName: String
    /// The line that forms show beside the field.
    public var helpText: String

    /// A field; the column and the names for people follow from `name` where they aren't given.
    public init(
        _ name: String, _ type: FieldType, column: String? = nil, null isNullable: Bool = false,
        primaryKey isPrimaryKey: Bool = false, unique isUnique: Bool = false,
        index isIndexed: Bool = false, default defaultValue: SQLValue? = nil,
        references reference: ForeignKeyReference? = nil, verboseName: String? = nil,
        helpText: String = ""
    ) {
        self.name = name
        self.column = column ?? name.snakeCased + (reference == nil ? "" : "_id")
        self.type = type
        self.isNullable = isNullable
        self.isPrimaryKey = isPrimaryKey
        self.isUnique = isUnique
        self.isIndexed = isIndexed
        self.defaultValue = defaultValue
        self.reference = reference
        self.verboseName = verboseName ?? name.snakeCased.replacing("_", with: " ")
        self.helpText = helpText
    }
}

/// What a column holds; each dialect has its own SQL type for it.
public enum FieldType: Hashable, Sendable {
    /// An integer key that the database hands out.
    case key
    /// 16 bits.
    case smallInteger
    /// 32 bits.
    case integer
    /// 64 bits: Swift's `Int`.
    case bigInteger
    case boolean
    case double
    /// Text; with a length, SQL's varchar.
    case text(maxLength: Int? = nil)
    /// An instant: Swift's `Date`.
    case dateTime
    case blob
}

/// Where a foreign key points and what happens to its row when the other is deleted.
public struct ForeignKeyReference: Hashable, Sendable {
    /// The model it points at: app and name, `polls.Question`.
    public var model: ModelName
    /// What happens to the row that points when the row it points at is deleted.
    public var onDelete: OnDelete

    /// A reference to `model`.
    public init(to model: ModelName, onDelete: OnDelete = .cascade) {
        self.model = model
        self.onDelete = onDelete
    }
}

/// What happens to a row when the row that its foreign key points at is deleted.
public enum OnDelete: String, Hashable, Sendable {
    /// It is deleted too.
    case cascade
    /// The deletion is refused.
    case protect
    /// The deletion is refused unless the row goes in the same deletion.
    case restrict
    /// Its foreign key becomes NULL.
    case setNull
    /// Its foreign key becomes the field's default.
    case setDefault
    /// Nothing: the database has the last word.
    case doNothing
}
