/// What is said of a model beyond its columns: names for people and the default order.
public struct ModelOptions: Hashable, Sendable {
    /// The model's name for people, where it is not its type's name in words.
    public var verboseName: String?
    /// The plural of that, where it is not the name and an `s`.
    public var verboseNamePlural: String?
    /// The fields that order queries which ask for no order; a leading `-` means descending.
    public var ordering: [String]
    /// The fields that `latest()` and `earliest()` look at.
    public var latestBy: [String]
    /// The foreign key within whose rows the rows keep an order, in a column `_order`.
    public var orderWithRespectTo: String?
    /// The name that sets of rows pointing back get which have none of their own.
    public var relatedName: String?
    /// The permissions that the model gets by default; nil for add, change, delete and view.
    public var defaultPermissions: [String]?
    /// Permissions beside those.
    public var permissions: [ModelPermission]
    /// Whether migrations make and change the table; it is someone else's where false.
    public var isManaged: Bool
    /// What the database notes beside the table, where it can.
    public var comment: String?

    /// Options; all may be left out.
    public init(
        verboseName: String? = nil, verboseNamePlural: String? = nil, ordering: [String] = [],
        latestBy: [String] = [], orderWithRespectTo: String? = nil, relatedName: String? = nil,
        defaultPermissions: [String]? = nil, permissions: [ModelPermission] = [],
        managed isManaged: Bool = true, comment: String? = nil
    ) {
        self.verboseName = verboseName
        self.verboseNamePlural = verboseNamePlural
        self.ordering = ordering
        self.latestBy = latestBy
        self.orderWithRespectTo = orderWithRespectTo
        self.relatedName = relatedName
        self.defaultPermissions = defaultPermissions
        self.permissions = permissions
        self.isManaged = isManaged
        self.comment = comment
    }
}

/// Something that users may be allowed to do with a model's rows.
public struct ModelPermission: Hashable, Sendable {
    /// The name in code: `can_publish`.
    public var code: String
    /// The name for people: `Can publish`.
    public var label: String

    /// A permission from its names.
    public init(_ code: String, _ label: String) {
        self.code = code
        self.label = label
    }
}
