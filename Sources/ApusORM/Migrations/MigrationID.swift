/// Which migration: the app's label and the migration's name, written `polls.0001_initial`.
public struct MigrationID: Hashable, Sendable, Comparable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    /// The app's label; empty where it is the app of the migration that says it.
    public var app: String
    /// The migration's name; `__first__` stands for the first one of the app.
    public var name: String

    /// An id from its parts.
    public init(app: String, name: String) {
        self.app = app
        self.name = name
    }

    /// An id from `app.name`; without a dot, the app is empty.
    public init(stringLiteral text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(app: parts.count == 2 ? String(parts[0]) : "", name: String(parts.last ?? ""))
    }

    /// The first migration of an app.
    public static func first(of app: String) -> MigrationID {
        MigrationID(app: app, name: "__first__")
    }

    /// This id with `app` where it names none.
    package func resolved(in app: String) -> MigrationID {
        self.app.isEmpty ? MigrationID(app: app, name: name) : self
    }

    /// `polls.0001_initial`, or the name alone where the app is empty.
    public var description: String { app.isEmpty ? name : "\(app).\(name)" }

    /// By app, then by name.
    public static func < (left: MigrationID, right: MigrationID) -> Bool {
        (left.app, left.name) < (right.app, right.name)
    }
}
