public import ApusORM

/// A part of a site with a purpose of its own: models, migrations, URLs.
public protocol App: Sendable {
    /// The app's name in tables, migrations and commands: the Swift module that declares it.
    static var label: String { get }

    /// The app's models.
    static var models: Models { get }

    /// What made the models' tables; `makemigrations` maintains it.
    static var migrations: Migrations { get }

    /// The app's routes, for sites to include.
    static var urls: Routes { get }

    /// Commands that the app adds to `manage`.
    static var commands: Commands { get }

    /// Called in every process that is about to answer requests, before its first: warm a cache,
    /// read a file. Throwing stops the start, and the reason is logged.
    func start() throws
}

extension App {
    /// The module's name.
    public static var label: String {
        String(String(reflecting: Self.self).prefix { $0 != "." })
    }

    /// None.
    public static var models: Models { [] }

    /// None.
    public static var migrations: Migrations { Migrations(label) }

    /// None.
    public static var urls: Routes { Routes(nil) {} }

    /// None.
    public static var commands: Commands { [] }

    /// Nothing to do.
    public func start() throws {}
}
