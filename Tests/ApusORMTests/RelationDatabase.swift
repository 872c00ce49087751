import ApusORM
import Testing

/// Gives each test a database with the tables that migrations make for `RelationModels.swift`.
struct RelationDatabase: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    static let models: [any Model.Type] = [
        Place.self, Citizen.self, Restaurant.self, Waiter.self, Club.self, Membership.self,
        Novel.self,
    ]

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let file = try TestDatabase()
        try await file.database.with {
            let connection = try Database.current.connection
            for model in Self.models { try connection.makeTables(of: model) }
            try await function()
        }
    }
}

extension Connection {
    /// Makes the table of a model and those in between that its relations make up.
    func makeTables(of model: any Model.Type) throws {
        let schema = model.schema
        var columns = ["\"id\" integer NOT NULL PRIMARY KEY AUTOINCREMENT"]
        for field in schema.columns where !field.isPrimaryKey {
            var column = "\"\(field.column)\" \(field.isNullable ? "NULL" : "NOT NULL")"
            if field.isUnique { column += " UNIQUE" }
            if let reference = field.reference {
                column += " REFERENCES \"\(reference.model.impliedTable)\" (\"id\")"
                column += " DEFERRABLE INITIALLY DEFERRED"
            }
            columns.append(column)
        }
        try run(script: "CREATE TABLE \"\(schema.table)\" (\(columns.joined(separator: ", ")))")
        for field in schema.fields where field.isManyToMany && field.reference?.through == nil {
            guard let target = field.reference?.model else { continue }
            var (near, far) = (schema.name.model.lowercased(), target.model.lowercased())
            if near == far { (near, far) = ("from_\(near)", "to_\(far)") }
            try run(
                script: """
                    CREATE TABLE "\(schema.table)_\(field.name)" ("id" integer NOT NULL PRIMARY KEY
                    AUTOINCREMENT, "\(near)_id" bigint NOT NULL REFERENCES "\(schema.table)" ("id")
                    DEFERRABLE INITIALLY DEFERRED, "\(far)_id" bigint NOT NULL REFERENCES
                    "\(target.impliedTable)" ("id") DEFERRABLE INITIALLY DEFERRED,
                    UNIQUE ("\(near)_id", "\(far)_id"));
                    """)
        }
    }
}

extension Trait where Self == RelationDatabase {
    /// A database with the tables of the town.
    static var town: Self { RelationDatabase() }
}
