import ApusMigrations
import ApusORM
import ApusWeb

/// What `runserver` says of migrations that the database lacks.
enum UnappliedReminder {
    /// Django's two lines; nil when nothing is to be applied.
    static func text(for site: Site) throws -> String? {
        let migrations = site.apps.map { type(of: $0).migrations }
        // A site without migrations gets no database file made by asking.
        guard migrations.contains(where: { !$0.list.isEmpty }) else { return nil }
        try site.becomeProcessDefault()
        let applied = try MigrationRecorder(Database.current.connection).applied()
        let graph = try MigrationGraph(migrations, applied: Set(applied.keys))
        let plan = graph.plan(to: graph.leaves().map { .migration($0) })
        return text(unapplied: plan.map(\.id))
    }

    static func text(unapplied ids: [MigrationID]) -> String? {
        guard !ids.isEmpty else { return nil }
        let apps = Set(ids.map(\.app)).sorted().joined(separator: ", ")
        return """
            You have \(ids.count) unapplied migration(s). Your project may not work properly until \
            you apply the migrations for app(s): \(apps).
            Run 'manage migrate' to apply them.
            """
    }
}
