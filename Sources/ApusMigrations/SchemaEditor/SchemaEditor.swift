public import ApusORM

/// Turns the operations of one migration into steps on a database: what each dialect that can
/// migrate offers. A value is used for one migration, operation by operation, and then asked for
/// what it put off to the end.
public protocol SchemaEditor {
    /// The steps of `operation`, between the states before and after it.
    mutating func steps(
        for operation: MigrationOperation, app: String, from: ProjectState, to: ProjectState
    ) throws -> [SchemaStep]

    /// The steps that come after all operations: indexes of tables that were made.
    mutating func deferredSteps() -> [SchemaStep]

    /// Statements to run before the migration's transaction begins.
    var preparation: [String] { get }

    /// Statements to run when the migration's transaction has ended, however it has.
    var conclusion: [String] { get }

    /// Throws where rows of the open transaction point at rows that don't exist.
    func checkReferences(on connection: Connection) throws
}

/// A dialect whose databases can be migrated.
public protocol MigratingDialect: Dialect {
    /// An editor for one migration.
    func makeSchemaEditor() -> any SchemaEditor

    /// What is otherwise in the database than in one that was made from `state`.
    func differences(
        from state: ProjectState, on connection: Connection
    ) throws -> [SchemaDifference]
}

extension SQLiteDialect: MigratingDialect {
    /// An editor that rebuilds tables where SQLite can't alter them.
    public func makeSchemaEditor() -> any SchemaEditor { SQLiteSchemaEditor() }
}
