import ApusMigrations
import ApusORM
import Foundation
import Testing

/// A database as Django left it: its own tables, and those of an app `polls`. The files beside this
/// folder are what Django wrote.
final class DjangoDatabase {
    let path: String
    let database: Database
    /// What the commands printed.
    var output = ""

    init(rows: Bool = true) throws {
        path = "/tmp/apus-data-\(getpid())-\(UInt64.random(in: 0 ... .max)).db"
        database = try Database(path)
        let connection = try database.connection
        try connection.run(script: Self.text("schema.sql"))
        if rows { try connection.run(script: Self.text("rows.sql")) }
    }

    deinit {
        database.closeConnection()
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }

    /// A file that Django wrote.
    static func text(_ name: String) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Django")
        return try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    /// The commands for the apps that this database belongs to.
    var commands: DataCommands {
        DataCommands(
            apps: [
                DataApp(label: "auth", models: [PollsSchemas.user]),
                DataApp(label: "polls", models: PollsSchemas.all),
            ],
            connection: { [database] in try database.connection },
            output: { [self] in output += $0 })
    }

    func count(_ table: String) throws -> SQLValue {
        try database.connection.query("SELECT COUNT(*) FROM \"\(table)\"")[0][0]
    }

    /// What the command prints.
    func printed(_ body: (DataCommands) throws -> Void) throws -> String {
        output = ""
        try body(commands)
        return output
    }

    /// What the command fails with.
    func failure(_ body: (DataCommands) throws -> Void) -> String? {
        do { try body(commands) } catch let error as DataError { return error.message } catch {
            Issue.record("not a DataError: \(error)")
        }
        return nil
    }
}

/// A file of one test's own.
func withFile<Result>(
    _ text: String, named name: String = "fixture.json", _ body: (_ path: String) throws -> Result
) throws -> Result {
    let folder = "/tmp/apus-fixtures-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    return try body(path)
}
