/// A field of a model as the database sees it: what `@Model` reads off a property, what a
/// migration writes down, what the autodetector compares.
public struct FieldSchema: Hashable, Sendable {
    /// The property's name: `publishedAt`.
    public var name: String
    /// The column's name: `published_at`; a foreign key's ends in `_id`.
    public var column: String { didSet { namedColumn = column } }
    /// The column's name where it was given and doesn't follow from the field's.
    public private(set) var namedColumn: String?
    /// What the column holds.
    public var type: FieldType
    /// Whether the column may be NULL: the property is an Optional.
    public var isNullable: Bool
    /// Whether this is the table's primary key.
    public var isPrimaryKey: Bool
    /// Whether no two rows may have the same value.
    public var isUnique: Bool
    /// Whether the column has an index of its own. A foreign key has one unless its reference
    /// says otherwise.
    public var isIndexed: Bool
    /// The value that rows get which don't give one, where it is a constant.
    public var defaultValue: SQLValue?
    /// The value that the database itself fills in: the column's DEFAULT.
    public var databaseDefault: SQLValue?
    /// Where a foreign key or a many-to-many field points.
    public var reference: ForeignKeyReference?
    /// The name for people: `date published`.
    public var verboseName: String
    /// The line that forms show beside the field.
    public var helpText: String
    /// Whether forms and validation accept nothing for it: by default where it may be NULL.
    public var isBlank: Bool
    /// Whether forms show it at all.
    public var isEditable: Bool
    /// The only values it may take, with their labels, where they are limited.
    public var choices: [FieldChoice]
    /// When the field sets itself to the present moment.
    public var autoNow: AutoNow?
    /// The SQL that computes the column from others, where it is a generated one.
    public var generated: GeneratedColumn?

    /// A field; the column and the names for people follow from `name` where they aren't given.
    public init(
        _ name: String, _ type: FieldType, column: String? = nil, null isNullable: Bool = false,
        primaryKey isPrimaryKey: Bool = false, unique isUnique: Bool = false,
        index isIndexed: Bool = false, default defaultValue: SQLValue? = nil,
        databaseDefault: SQLValue? = nil, references reference: ForeignKeyReference? = nil,
        verboseName: String? = nil, helpText: String = "", blank isBlank: Bool? = nil,
        editable isEditable: Bool = true, choices: [FieldChoice] = [], autoNow: AutoNow? = nil,
        generated: GeneratedColumn? = nil
    ) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.isPrimaryKey = isPrimaryKey
        self.isUnique = isUnique
        self.isIndexed = isIndexed
        self.defaultValue = defaultValue
        self.databaseDefault = databaseDefault
        self.reference = reference
        self.helpText = helpText
        let setsItself = autoNow != nil || generated != nil
        self.isBlank = isBlank ?? (isNullable || setsItself)
        self.isEditable = isEditable && !setsItself
        self.choices = choices
        self.autoNow = autoNow
        self.generated = generated
        namedColumn = column
        self.column =
            column ?? Self.impliedColumn(name, isKey: reference != nil && type != .manyToMany)
        self.verboseName = verboseName ?? Self.impliedVerboseName(name)
    }

    /// The column that follows from the field's name alone.
    public var impliedColumn: String {
        Self.impliedColumn(name, isKey: reference != nil && type != .manyToMany)
    }

    /// Whether nothing is accepted where the field doesn't say so itself.
    package var impliedBlank: Bool { isNullable || autoNow != nil || generated != nil }

    /// Whether forms show the field where it doesn't say so itself.
    package var impliedEditable: Bool { autoNow == nil && generated == nil }

    /// The name for people that follows from the field's name alone.
    public var impliedVerboseName: String { Self.impliedVerboseName(name) }

    private static func impliedColumn(_ name: String, isKey: Bool) -> String {
        name.snakeCased + (isKey ? "_id" : "")
    }

    private static func impliedVerboseName(_ name: String) -> String {
        name.snakeCased.replacing("_", with: " ")
    }

    /// This field under another name; what followed from the old name follows from the new.
    package func renamed(to name: String) -> FieldSchema {
        var field = self
        field.name = name
        if namedColumn == nil {
            field.column = field.impliedColumn
            field.namedColumn = nil
        }
        if verboseName == impliedVerboseName { field.verboseName = field.impliedVerboseName }
        return field
    }

    /// Whether the field is rows of another table and not a column of this one.
    public var isManyToMany: Bool { type == .manyToMany }

    /// Whether the column is to have an index of its own: asked for, or implied by a foreign key.
    /// What is unique has one already.
    public var needsIndex: Bool {
        if isUnique || isPrimaryKey || isManyToMany { return false }
        return reference.map(\.isIndexed) ?? isIndexed
    }
}

/// One of the values a field may take, and how people read it.
public struct FieldChoice: Hashable, Sendable {
    /// The value in the database.
    public var value: SQLValue
    /// What people read.
    public var label: String

    /// A value and its label.
    public init(_ value: SQLValue, _ label: String) {
        self.value = value
        self.label = label
    }
}

/// When a date field sets itself to the present moment.
public enum AutoNow: String, Hashable, Sendable {
    /// When the row is created.
    case onCreate
    /// Each time the row is saved.
    case onSave
}

/// A column that the database computes from others.
public struct GeneratedColumn: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The SQL expression.
    public var expression: String
    /// Whether the value is stored with the row rather than computed when it is read.
    public var isStored: Bool

    /// A column computed by `expression`.
    public init(_ expression: String, stored isStored: Bool = true) {
        self.expression = expression
        self.isStored = isStored
    }

    /// A column computed by an expression, and stored.
    public init(stringLiteral expression: String) { self.init(expression) }
}
