/// One step in the life of an app's tables: a name, what it comes after and what it does.
///
/// ```swift
/// let m0002ChoiceVotes = Migration(
///     "0002_choice_votes", after: ["0001_initial"],
///     operations: [.addField(to: "Choice", .field("votes", .bigInteger, default: 0))])
/// ```
public struct Migration: Sendable {
    /// The name, with its number: `0001_initial`. It is what the database records.
    public var name: String
    /// The migrations that must have been applied before; a name without a dot is the same app's.
    public var dependencies: [MigrationID]
    /// The migrations that this one stands for when they have been squashed into it.
    public var replaces: [MigrationID]
    /// Whether it only makes what an app begins with, so that `migrate --fake-initial` may find it
    /// done. The first migration of an app always is.
    public var isInitial: Bool
    /// What it does, in order.
    public var operations: [MigrationOperation]

    /// A migration from its parts.
    public init(
        _ name: String, after dependencies: [MigrationID] = [], replaces: [MigrationID] = [],
        initial isInitial: Bool = false, operations: [MigrationOperation]
    ) {
        self.name = name
        self.dependencies = dependencies
        self.replaces = replaces
        self.isInitial = isInitial
        self.operations = operations
    }
}

/// The migrations of an app.
public struct Migrations: Sendable {
    /// The app's label.
    public let app: String
    /// The migrations, in the order of their files.
    public let list: [Migration]

    /// The migrations of the app with that label.
    public init(_ app: String, _ list: [Migration]) {
        self.app = app
        self.list = list
    }

    /// No migrations: an app whose tables are not made yet.
    public init(_ app: String) { self.init(app, []) }
}
