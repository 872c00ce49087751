import ApusORM

/// One step of a change to a database: what it does, and the SQL that says so.
public struct SchemaStep: Sendable {
    /// The statements as `sqlmigrate` shows them; nil for a step that is code.
    public let sql: [String]?
    /// Takes the step.
    let perform: @Sendable (Connection) throws -> Void

    /// A step that is shown as `sql` and done by `perform`.
    init(showing sql: [String]?, perform: @escaping @Sendable (Connection) throws -> Void) {
        self.sql = sql
        self.perform = perform
    }

    /// A statement.
    static func execute(_ sql: String) -> SchemaStep {
        SchemaStep(showing: [sql]) { try $0.execute(sql) }
    }

    /// Statements that someone wrote by hand.
    static func script(_ sql: String) -> SchemaStep {
        SchemaStep(showing: [sql]) { try $0.run(script: sql) }
    }

    /// Someone's own code.
    static func run(_ body: @escaping @Sendable (Connection) throws -> Void) -> SchemaStep {
        SchemaStep(showing: nil, perform: body)
    }
}
