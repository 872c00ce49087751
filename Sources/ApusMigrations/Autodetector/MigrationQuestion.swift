public import ApusORM

/// Something the autodetector can't know and asks about.
public enum MigrationQuestion: Hashable, Sendable {
    /// Was this model renamed to that one? Answers: `.yes`, `.no`.
    case renameModel(ModelName, to: String)
    /// Was this field of the model renamed to that one? Answers: `.yes`, `.no`.
    case renameField(String, to: FieldSchema, on: ModelName)
    /// What do the rows that exist get in a new field that takes no NULL and has no default? The
    /// field's type is that of its column, for a foreign key too. Answer: `.value`.
    case addition(FieldSchema, to: ModelName)
    /// The same for a field that sets itself to the present moment. Answers: `.value`, or `.now`.
    case automaticAddition(FieldSchema, to: ModelName)
    /// What replaces NULL in a field that no longer takes it? Answers: `.value`, or `.ignore`
    /// where the rows are looked after by hand.
    case alteration(FieldSchema, on: ModelName)
    /// Should the branches of this app's migrations be merged? Answers: `.yes`, `.no`.
    case merge(app: String)
    /// Should the migrations that were listed be squashed? Answers: `.yes`, `.no`.
    case squash(app: String)
}

/// The answer to a `MigrationQuestion`.
public enum MigrationAnswer: Hashable, Sendable {
    case yes
    case no
    /// A value for the rows that exist.
    case value(SQLValue)
    /// The moment at which the migration is applied, for the rows that exist.
    case now
    /// Leave it to the person.
    case ignore
}

/// Who answers the autodetector's questions; throws to give up.
public typealias MigrationAsker = (MigrationQuestion) throws -> MigrationAnswer
