/// A model as its declaration tells it.
struct ModelDescription: Sendable {
    /// The type's name as it is spelled: `Question`.
    var name = ""
    /// The bytes of the name.
    var range = 0..<0
    /// `public`, `package`, or nothing.
    var access = Access.internal
    /// What `@Model(…)` says.
    var options = ModelOptions()
    /// The stored properties in order.
    var fields: [FieldDescription] = []
    /// The many-to-many relations.
    var manys: [ManyDescription] = []
    /// The reverse relations.
    var reverses: [ReverseDescription] = []
    /// The computed properties that templates can read.
    var members: [MemberDescription] = []
    /// The static members and nested types, so that nothing is made twice.
    var staticNames: [String: Range<Int>] = [:]

    /// The field that is the primary key by its `primaryKey: true`; nil where the database hands
    /// out the keys.
    var ownKey: FieldDescription? { fields.first(where: \.isPrimaryKey) }
}

/// Who may use a declaration, from the narrowest on.
enum Access: Int, Comparable, Sendable {
    case `private`
    case `fileprivate`
    case `internal`
    case package
    case `public`

    init?(_ word: String) {
        switch word {
        case "private": self = .private
        case "fileprivate": self = .fileprivate
        case "internal": self = .internal
        case "package": self = .package
        case "public", "open": self = .public
        default: return nil
        }
    }

    static func < (left: Access, right: Access) -> Bool { left.rawValue < right.rawValue }

    /// The word before a declaration, with a space; nothing for what is internal anyhow.
    var prefix: String {
        switch self {
        case .private, .fileprivate, .internal: ""
        case .package: "package "
        case .public: "public "
        }
    }
}

/// What `@Model(…)` says: values as source text, with their places.
struct ModelOptions: Sendable {
    /// The app's label, where it isn't the module's name.
    var app: Attribute.Argument?
    /// The table's name.
    var table: Attribute.Argument?
    /// The order of queries that have none, an array literal.
    var ordering: Attribute.Argument?
    /// The indexes, an array literal.
    var indexes: Attribute.Argument?
    /// The sets of fields that are unique together, an array literal.
    var uniqueTogether: Attribute.Argument?
    /// The named rules that every row keeps, an array literal.
    var constraints: Attribute.Argument?
    /// What is handed on as it is, by its label.
    var plain: [String: Attribute.Argument] = [:]

    /// The labels of what is handed on as it is, in that order.
    static let plainLabels = [
        "verboseName", "verboseNamePlural", "latestBy", "naturalKey", "permissions",
        "defaultPermissions", "managed", "comment",
    ]
}

/// A stored property.
struct FieldDescription: Sendable {
    /// The name as it is spelled, in backticks where it needs them.
    var spelling: String
    /// The bytes of the name.
    var range: Range<Int>
    /// Whether it was declared with `let`.
    var isConstant = false
    /// Who may use it.
    var access = Access.internal
    /// The type.
    var type: FieldTypeDescription
    /// The initialiser as source text.
    var initializer: String?
    /// The initialiser where it is a literal.
    var literal: Literal?
    /// How the default is found.
    var defaultKind = DefaultKind.computed
    /// What `@Field(…)` says.
    var options = FieldOptions()

    /// The name without backticks.
    var name: String { spelling.withoutBackticks }

    /// Whether `@Field` says that it is the primary key.
    var isPrimaryKey: Bool { options["primaryKey"]?.value == "true" }
}

/// How a field's default is found.
enum DefaultKind: Hashable, Sendable {
    /// It is the same each time, so that migrations may know it.
    case constant
    /// It is the name of a value, `.draft`: constant where that is an enum's case, which only the
    /// compiler knows.
    case named
    /// It is an expression, which is computed for each new value.
    case computed
}

/// A literal that a property starts with.
enum Literal: Hashable, Sendable {
    case integer(String)
    case double(String)
    case string(String)
    /// Text with expressions in it, which may give another text each time.
    case interpolation(String)
    case boolean(String)
    case null
}

/// The type of a stored property.
struct FieldTypeDescription: Hashable, Sendable {
    /// The type as source text, without a question mark: `ForeignKey<Question>`.
    var base: String
    /// Whether it is an Optional.
    var isOptional = false
    /// The model that a `ForeignKey<…>` or `OneToOne<…>` points at.
    var foreignModel: String?
    /// Whether it is a `OneToOne<…>`.
    var isOneToOne = false
    /// The bytes of the type; of the name where it is inferred.
    var range: Range<Int>

    /// Whether it is Foundation's exact decimal number.
    var isDecimal: Bool { base == "Decimal" || base == "FoundationEssentials.Decimal" }

    /// The types that hold a day, a time of day or both.
    static let moments: Set<String> = ["Date", "CivilDate", "TimeOfDay"]

    /// The ORM's own types whose columns are plain ones.
    static let plainTypes: Set<String> = moments.union([
        "Int", "Int8", "Int16", "Int32", "Int64", "UInt", "UInt8", "UInt16", "UInt32", "UInt64",
        "Double", "Bool", "String", "Decimal", "UUID", "Duration", "[UInt8]",
    ])

    /// The whole type as source text.
    var text: String { isOptional ? base + "?" : base }
}

/// What `@Field(…)` says: values as source text, with their place where a check needs it.
struct FieldOptions: Sendable {
    var verboseName: String?
    /// The arguments that have a label, by it.
    var named: [String: Attribute.Argument] = [:]

    subscript(_ label: String) -> Attribute.Argument? { named[label] }

    /// The labels that `@Field` knows, in the order in which they are handed on.
    static let labels = [
        "primaryKey", "kind", "maxLength", "digits", "places", "unique", "index", "column",
        "onDelete", "databaseDefault", "blank", "choices", "validators", "editable", "autoNow",
        "generated", "helpText",
    ]
}

/// A many-to-many relation: `var authors: ManyToMany<Author>`.
struct ManyDescription: Sendable {
    /// The name as it is spelled.
    var spelling: String
    /// The model on the other side.
    var target: String
    /// Who may use it.
    var access = Access.internal
    /// The bytes of the name.
    var range = 0..<0
    /// How many fields with columns stand before it.
    var position = 0
    /// What `@Field(…)` says.
    var verboseName: String?
    var helpText: String?
    var symmetrical: String?
    /// The key paths of `through:`, as model and field.
    var through: [(model: String, field: String)] = []

    /// The name without backticks.
    var name: String { spelling.withoutBackticks }
}

/// A `@Reverse(\Choice.question) var choices: Related<Choice>`.
struct ReverseDescription: Sendable {
    /// The name as it is spelled.
    var spelling: String
    /// The model whose rows point here; empty where that can't be read.
    var model = ""
    /// The foreign key by which they do.
    var field = ""
    /// Whether they do by a `ManyToMany`.
    var isMany = false
    /// Who may use it.
    var access = Access.internal
    /// The bytes of the name.
    var range = 0..<0

    /// The name without backticks.
    var name: String { spelling.withoutBackticks }
}

/// A computed property.
struct MemberDescription: Sendable {
    /// The name as it is spelled.
    var spelling: String
    /// Whether reading it can throw.
    var throwing = false

    /// The name without backticks.
    var name: String { spelling.withoutBackticks }
}

extension String {
    /// Whether a name has letters, digits and underscores only: Swift's raw identifiers may have
    /// anything.
    var isPlainName: Bool { !isEmpty && utf8.allSatisfy(isIdentifierPart) }

    /// A name without the backticks that let it be a keyword.
    var withoutBackticks: String {
        utf8.count > 2 && utf8.first == Byte.backtick && utf8.last == Byte.backtick
            ? String(dropFirst().dropLast()) : self
    }
}
