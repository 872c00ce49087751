import ApusMigrations
import ApusORM
import Glibc

// Migrates a database in a process of its own, so that tests can kill it or run two at once:
//     MigrationUnderTest DATABASE [SECONDS]
// The second migration rebuilds the table of authors; with SECONDS, it then waits for so long
// inside its transaction.

let arguments = CommandLine.arguments
let seconds = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 0

let migrations = Migrations(
    "library",
    [
        Migration(
            "0001_initial",
            operations: [
                .createModel(
                    "Author", fields: [.key("id"), .field("name", .text(maxLength: 50))]),
                .createModel(
                    "Book", fields: [.key("id"), .foreignKey("author", to: "library.Author")]),
            ]),
        Migration(
            "0002_alter_author_name", after: ["0001_initial"],
            operations: [
                .alterField(on: "Author", .field("name", .text(maxLength: 90), unique: true)),
                .run { _ in sleep(UInt32(seconds)) },
            ]),
    ])

do {
    let connection = try Database(arguments[1]).connection
    let commands = MigrationCommands(
        apps: [MigratingApp(label: "library", models: [], migrations: migrations)],
        connection: { connection },
        output: { text in write(1, text, text.utf8.count) })
    exit(try commands.migrate())
} catch {
    let text = "\(error)\n"
    write(2, text, text.utf8.count)
    exit(1)
}
