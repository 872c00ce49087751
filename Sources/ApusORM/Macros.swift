/// Makes a struct a model: its stored properties are the fields of a table.
///
///     @Model
///     struct Question {
///         @Field(maxLength: 200) var text: String
///         @Field("date published") var publishedAt: Date
///         @Reverse(\Choice.question) var choices: Related<Choice>
///     }
///
/// It adds the key `id`, an initialiser with all fields, `create(…)`, the `Columns` that queries'
/// closures get, and the conformance to `Model`; all of that can also be written by hand.
/// Computed properties in the struct's braces can be read by templates unless they are private.
///
/// - Parameters:
///   - app: The app's label, where it isn't the module's name.
///   - table: The table's name, where it isn't `app_model`.
///   - ordering: The order of queries that have none: fields, a `-` before for descending.
///   - indexes: Indexes over several fields, or with a name of their own.
///   - uniqueTogether: Sets of fields (their properties' names) that no two rows have equal.
///   - verboseName: The model's name for people, where it isn't the type's in words.
///   - verboseNamePlural: The plural of that, where it isn't the name and an `s`.
@attached(
    member, names: named(id), named(_state), named(modelName), named(table), named(Columns),
    named(init), named(fieldValues), named(value), named(create))
@attached(extension, conformances: Model)
@attached(memberAttribute)
public macro Model(
    app: String? = nil, table: String? = nil, ordering: [String] = [],
    indexes: [IndexSchema] = [], uniqueTogether: [[String]] = [],
    verboseName: String? = nil, verboseNamePlural: String? = nil
) = #externalMacro(module: "ApusModelMacros", type: "ModelMacro")

/// Says more of a model's field than its name and type do.
///
/// - Parameters:
///   - verboseName: The field's name for people, where it is not the property's in words.
///   - maxLength: How many characters a text may have.
///   - unique: Whether no two rows may have the same value.
///   - index: Whether the column has an index; a foreign key has one anyhow.
///   - column: The column's name, where it is not the property's in snake_case.
///   - onDelete: What happens to the row when the row that a foreign key points at is deleted.
///   - helpText: The line that forms show beside the field.
@attached(peer)
public macro Field(
    _ verboseName: String? = nil, maxLength: Int? = nil, unique: Bool = false, index: Bool? = nil,
    column: String? = nil, onDelete: OnDelete = .cascade, helpText: String = ""
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
