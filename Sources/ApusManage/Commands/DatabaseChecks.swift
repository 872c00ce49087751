import ApusMigrations
import ApusORM
import ApusWeb

/// What `manage check --database` says beyond the site's own checks.
struct DatabaseChecks {
    let messages: [CheckMessage]

    /// Reads the whole database of `site`.
    init(_ site: Site) throws {
        try site.becomeProcessDefault()
        let damage = try Database.current.damage().map { damage in
            switch damage.kind {
            case .structure:
                CheckMessage(
                    .error, "database.E001", damage.description, object: "database",
                    hint: "Stop the server and restore a backup, or try sqlite3's .recover.")
            case .reference:
                CheckMessage(
                    .error, "database.E002", "A \(damage.description).", object: "database",
                    hint: "Delete the row, or correct what it points at.")
            }
        }
        let report = try MigrationCommands(site).databaseReport()
        messages = damage + Self.messages(of: report)
    }

    static func messages(of report: DatabaseReport) -> [CheckMessage] {
        var messages = report.differences.map { difference in
            let (level, id): (CheckMessage.Level, String) =
                switch difference.kind {
                case .missingTable: (.error, "database.E003")
                case .missingColumn: (.error, "database.E004")
                case .unknownColumn(blocks: true): (.error, "database.E005")
                case .unknownColumn(blocks: false): (.warning, "database.W006")
                case .column: (.warning, "database.W007")
                case .missingRule: (.warning, "database.W008")
                case .unknownRule: (.info, "database.I009")
                }
            return CheckMessage(
                level, id, difference.description, object: "\(difference.model)",
                hint: level == .info ? nil : Self.hint)
        }
        if !report.unapplied.isEmpty {
            messages.append(
                CheckMessage(
                    .warning, "migrations.W001",
                    "Not applied: \(report.unapplied.map(\.description).joined(separator: ", ")).",
                    object: "migrations", hint: "Run 'manage migrate'."))
        }
        for app in report.changedApps {
            messages.append(
                CheckMessage(
                    .warning, "migrations.W002",
                    "The models have changes that no migration has.", object: app,
                    hint: "Run 'manage makemigrations'."))
        }
        return messages
    }

    private static let hint =
        "The applied migrations made it otherwise: someone has changed the database by hand, or a "
        + "migration that was applied."
}
