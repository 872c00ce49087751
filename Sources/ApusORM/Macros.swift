public import ApusValues

/// Makes a struct a model: its stored properties are the fields of a table.
///
///     @Model
///     struct Question {
///         @Field(maxLength: 200) var text: String
///         @Field("date published") var publishedAt: Date
///         @Reverse(\Choice.question) var choices: Related<Choice>
///     }
///
/// It adds the key `id` (unless a field is the `primaryKey`), an initialiser with all fields,
/// `create(…)`, the `Columns` that queries' closures get, and the conformance to `Model`; all of that
/// can also be written by hand. Computed properties in the struct's braces can be read by templates
/// unless they are private.
///
/// - Parameters:
///   - app: The app's label, where it isn't the module's name.
///   - table: The table's name, where it isn't `app_model`.
///   - ordering: The order of queries that have none: fields, a `-` before for descending.
///   - indexes: Indexes over several fields, or with a name of their own.
///   - uniqueTogether: Sets of fields (their properties' names) that no two rows have equal.
///   - constraints: Named rules that every row keeps: `.check("price_positive", "price > 0")`,
///     `.unique("one_draft", fields: ["author"], condition: "status = 'draft'")`.
///   - verboseName: The model's name for people, where it isn't the type's in words.
///   - verboseNamePlural: The plural of that, where it isn't the name and an `s`.
///   - latestBy: The fields that `latest()` and `earliest()` look at.
///   - naturalKey: The fields that name a row in fixtures in place of its key: `["slug"]`.
///   - permissions: What users may be allowed to do beside the usual.
///   - defaultPermissions: The usual; by default add, change, delete and view.
///   - managed: Whether migrations make and change the table; false for a table or a view that is
///     someone else's.
///   - comment: What the database notes beside the table, where it can.
@attached(
    member, names: named(id), named(ID), named(_state), named(modelName), named(table),
    named(Columns), named(init), named(fieldValues), named(value), named(create), named(setMoments))
@attached(extension, conformances: Model)
@attached(memberAttribute)
public macro Model(
    app: String? = nil, table: String? = nil, ordering: [String] = [],
    indexes: [IndexSchema] = [], uniqueTogether: [[String]] = [],
    constraints: [ConstraintSchema] = [], verboseName: String? = nil,
    verboseNamePlural: String? = nil, latestBy: [String] = [], naturalKey: [String] = [],
    permissions: [ModelPermission] = [], defaultPermissions: [String]? = nil, managed: Bool = true,
    comment: String? = nil
) = #externalMacro(module: "ApusModelMacros", type: "ModelMacro")

/// Says more of a model's field than its name and type do.
///
/// - Parameters:
///   - verboseName: The field's name for people, where it is not the property's in words.
///   - primaryKey: Whether the field is the model's primary key, in place of an integer that the
///     database hands out.
///   - kind: What a String holds: `.email`, `.url`, `.slug`, `.ipAddress` or `.filePath`.
///   - maxLength: How many characters a text may have.
///   - digits: How many digits a Decimal has in all.
///   - places: How many of them stand behind the point.
///   - unique: Whether no two rows may have the same value.
///   - index: Whether the column has an index; a foreign key and a slug have one anyhow.
///   - column: The column's name, where it is not the property's in snake_case.
///   - onDelete: What happens to the row when the row that a foreign key points at is deleted.
///   - databaseDefault: The value that the database itself gives to rows which other programs
///     insert: the column's DEFAULT.
///   - blank: Whether forms and validation accept nothing for it; by default where the type is
///     Optional.
///   - choices: The only values that it may take, with their labels; an enum that is `Choices`
///     needs none.
///   - validators: What checks a value when the row is validated.
///   - editable: Whether forms show it.
///   - autoNow: When the field sets itself to the present moment: `.onCreate`, `.onSave`.
///   - generated: The SQL that computes the column from others: `"price * amount"`.
///   - helpText: The line that forms show beside the field.
@attached(peer)
public macro Field<Value, Default>(
    _ verboseName: String? = nil, primaryKey: Bool = false, kind: TextKind? = nil,
    maxLength: Int? = nil, digits: Int? = nil, places: Int? = nil, unique: Bool = false,
    index: Bool? = nil, column: String? = nil, onDelete: OnDelete = .cascade,
    databaseDefault: Default? = nil as Never?, blank: Bool? = nil,
    choices: KeyValuePairs<SQLValue, String> = [:],
    validators: [Validator<Value>] = [] as [Validator<Never>], editable: Bool = true,
    autoNow: AutoNow? = nil, generated: GeneratedColumn? = nil, helpText: String = ""
) = #externalMacro(module: "ApusModelMacros", type: "FieldMacro")

/// Says more of a many-to-many relation: that its pairs are rows of a model, with its foreign key
/// to this model and the one to the other: `@Field(through: \Membership.group, \Membership.person)`.
///
/// - Parameter symmetrical: For a relation of a model to itself, whether each pair counts in both
///   directions.
@attached(peer)
public macro Field<Through: Model, Near: Model, Far: Model>(
    _ verboseName: String? = nil, through near: KeyPath<Through, ForeignKey<Near>>,
    _ far: KeyPath<Through, ForeignKey<Far>>, symmetrical: Bool = false, helpText: String = ""
) = #externalMacro(module: "ApusModelMacros", type: "FieldMacro")

/// Says of a many-to-many relation of a model to itself whether each pair counts in both
/// directions: it does by default.
@attached(peer)
public macro Field(
    _ verboseName: String? = nil, symmetrical: Bool, helpText: String = ""
) = #externalMacro(module: "ApusModelMacros", type: "FieldMacro")

/// Gives a `ManyToMany` property its getter. `@Model` writes it.
@attached(accessor)
public macro _ManyToMany() = #externalMacro(module: "ApusModelMacros", type: "ManyToManyMacro")

/// Makes a property the rows of another model that point at this one:
/// `@Reverse(\Choice.question) var choices: Related<Choice>`.
@attached(accessor)
public macro Reverse<Element: Model, Target: Model>(
    _ key: KeyPath<Element, ForeignKey<Target>>
) = #externalMacro(module: "ApusModelMacros", type: "ReverseMacro")

/// Makes a property the rows of another model that may point at this one.
@attached(accessor)
public macro Reverse<Element: Model, Target: Model>(
    _ key: KeyPath<Element, ForeignKey<Target>?>
) = #externalMacro(module: "ApusModelMacros", type: "ReverseMacro")

/// Makes a property the row of another model that points at this one, if there is one:
/// `@Reverse(\Restaurant.place) var restaurant: RelatedOne<Restaurant>`.
@attached(accessor)
public macro Reverse<Element: Model, Target: Model>(
    _ key: KeyPath<Element, OneToOne<Target>>
) = #externalMacro(module: "ApusModelMacros", type: "OneReverseMacro")

/// Makes a property the row of another model that may point at this one, if there is one.
@attached(accessor)
public macro Reverse<Element: Model, Target: Model>(
    _ key: KeyPath<Element, OneToOne<Target>?>
) = #externalMacro(module: "ApusModelMacros", type: "OneReverseMacro")

/// Makes a property the rows of another model whose many-to-many relation leads here:
/// `@Reverse(\Book.authors) var books: ManyToMany<Book>`.
@attached(accessor)
public macro Reverse<Element: Model, Target: Model>(
    _ key: KeyPath<Element, ManyToMany<Target>>
) = #externalMacro(module: "ApusModelMacros", type: "ManyReverseMacro")

/// Says that a property is no foreign key, and so has no rows that point here with it.
@attached(accessor)
public macro Reverse<Element: Model, Value>(
    _ key: KeyPath<Element, Value>
) = #externalMacro(module: "ApusModelMacros", type: "PlainReverseMacro")
