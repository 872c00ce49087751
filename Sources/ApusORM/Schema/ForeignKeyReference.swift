/// Where a foreign key points and what happens to its row when the other is deleted.
public struct ForeignKeyReference: Hashable, Sendable {
    /// The model it points at: app and name, `polls.Question`.
    public var model: ModelName
    /// What happens to the row that points when the row it points at is deleted.
    public var onDelete: OnDelete
    /// The field it points at; the primary key where it is nil.
    public var field: String?
    /// The name of the set of rows that point back, where it is given.
    public var relatedName: String?
    /// Whether the column has an index.
    public var isIndexed: Bool
    /// Whether the database itself enforces the reference.
    public var isEnforced: Bool
    /// For a many-to-many field, the model whose rows connect the two; made up where it is nil.
    public var through: ModelName?

    /// A reference to `model`.
    public init(
        to model: ModelName, onDelete: OnDelete = .cascade, field: String? = nil,
        relatedName: String? = nil, index isIndexed: Bool = true, enforced isEnforced: Bool = true,
        through: ModelName? = nil
    ) {
        self.model = model
        self.onDelete = onDelete
        self.field = field
        self.relatedName = relatedName
        self.isIndexed = isIndexed
        self.isEnforced = isEnforced
        self.through = through
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
    /// Its foreign key becomes a value that the model computes: `.set(…)`.
    case setValue
    /// Nothing: the database has the last word.
    case doNothing
}

extension OnDelete {
    /// Its foreign key becomes the key of this row, which is asked for when it is needed:
    /// `@Field(onDelete: .set(User.nobody))`.
    public static func set<Target: Model>(
        _ row: @autoclosure () throws -> some Reference<Target>
    ) -> OnDelete { .setValue }

    /// Its foreign key becomes this key: `@Field(onDelete: .set(1))`.
    public static func set(_ key: Int) -> OnDelete { .setValue }
}
