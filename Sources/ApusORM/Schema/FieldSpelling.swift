/// The words of a migration file: a field is named first, then typed.
extension FieldSchema {
    /// The primary key that the database hands out.
    public static func key(_ name: String, _ type: FieldType = .key) -> FieldSchema {
        FieldSchema(name, type, primaryKey: true)
    }

    /// A column.
    public static func field(
        _ name: String, _ type: FieldType, column: String? = nil, null: Bool = false,
        primaryKey: Bool = false, unique: Bool = false, index: Bool = false,
        default defaultValue: SQLValue? = nil, databaseDefault: SQLValue? = nil,
        verboseName: String? = nil, helpText: String = "", blank: Bool? = nil,
        editable: Bool = true, choices: [FieldChoice] = [], autoNow: AutoNow? = nil,
        generated: GeneratedColumn? = nil
    ) -> FieldSchema {
        FieldSchema(
            name, type, column: column, null: null, primaryKey: primaryKey, unique: unique,
            index: index, default: defaultValue, databaseDefault: databaseDefault,
            verboseName: verboseName, helpText: helpText, blank: blank, editable: editable,
            choices: choices, autoNow: autoNow, generated: generated)
    }

    /// A column that holds the primary key of a row of `model`; `unique` makes it one to one.
    public static func foreignKey(
        _ name: String, to model: ModelName, onDelete: OnDelete = .cascade, field: String? = nil,
        relatedName: String? = nil, index: Bool = true, enforced: Bool = true,
        column: String? = nil, null: Bool = false, primaryKey: Bool = false, unique: Bool = false,
        default defaultValue: SQLValue? = nil, databaseDefault: SQLValue? = nil,
        verboseName: String? = nil, helpText: String = "", blank: Bool? = nil,
        editable: Bool = true
    ) -> FieldSchema {
        FieldSchema(
            name, .bigInteger, column: column, null: null, primaryKey: primaryKey, unique: unique,
            default: defaultValue, databaseDefault: databaseDefault,
            references: ForeignKeyReference(
                to: model, onDelete: onDelete, field: field, relatedName: relatedName,
                index: index, enforced: enforced),
            verboseName: verboseName, helpText: helpText, blank: blank, editable: editable)
    }

    /// Rows of `model`, any number on both sides, connected through a table of their own.
    public static func manyToMany(
        _ name: String, to model: ModelName, through: ModelName? = nil,
        relatedName: String? = nil, verboseName: String? = nil, helpText: String = "",
        blank: Bool? = nil, editable: Bool = true
    ) -> FieldSchema {
        FieldSchema(
            name, .manyToMany,
            references: ForeignKeyReference(to: model, relatedName: relatedName, through: through),
            verboseName: verboseName, helpText: helpText, blank: blank, editable: editable)
    }
}
