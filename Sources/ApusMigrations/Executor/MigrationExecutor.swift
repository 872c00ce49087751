public import ApusORM

/// What `MigrationExecutor` tells while it works.
public enum MigrationEvent: Hashable, Sendable {
    case applying(MigrationID)
    /// Applied; or only recorded, where `faked`.
    case applied(MigrationID, faked: Bool)
    case unapplying(MigrationID)
    /// Undone; or only forgotten, where `faked`.
    case unapplied(MigrationID, faked: Bool)
}

/// Applies migrations to a database and undoes them, each in a transaction of its own with its
/// record: whatever happens in the middle, it has either been done or not.
///
/// Of two processes that migrate at once, one waits for the other's transaction and then finds
/// its work done.
public struct MigrationExecutor {
    private let graph: MigrationGraph
    private let connection: Connection
    private let recorder: MigrationRecorder
    private let report: (MigrationEvent) -> Void

    /// An executor of `graph`'s migrations on the database of `connection`.
    public init(
        _ graph: MigrationGraph, on connection: Connection,
        report: @escaping (MigrationEvent) -> Void = { _ in }
    ) {
        self.graph = graph
        self.connection = connection
        recorder = MigrationRecorder(connection)
        self.report = report
    }

    /// Carries out a plan. With `fake`, only the records change; with `fakeInitial`, those
    /// that an app begins with are only run where their tables don't exist yet.
    public func run(
        _ plan: [PlannedMigration], fake: Bool = false, fakeInitial: Bool = false
    ) throws {
        guard !connection.isInTransaction else {
            throw MigrationError("Migrations can't run inside a transaction; commit it first.")
        }
        var done = graph.fullPlan.filter(graph.applied.contains)
        var state = try graph.state(after: done)
        for step in plan {
            if step.isBackwards {
                done.removeAll { $0 == step.id }
                state = try graph.state(after: done)
                try undo(step.id, before: state, fake: fake)
            } else {
                try apply(step.id, before: state, fake: fake, fakeInitial: fakeInitial)
                done.append(step.id)
                try state.apply(graph.migrations[step.id], id: step.id)
            }
        }
        try recordReplacements()
    }

    /// The steps of a migration, by operation; the last group is what was put off to the end.
    public func steps(of id: MigrationID, backwards: Bool) throws -> [(
        operation: MigrationOperation?, steps: [SchemaStep]
    )] {
        let before = try graph.state(after: graph.forwardPlan(to: id).dropLast())
        var editor = try makeEditor()
        return try steps(of: id, before: before, backwards: backwards, editor: &editor)
    }

    private func makeEditor() throws -> any SchemaEditor {
        guard let dialect = connection.dialect as? any MigratingDialect else {
            throw MigrationError("There are no migrations for \(connection.dialect.name) yet.")
        }
        return dialect.makeSchemaEditor()
    }

    private func steps(
        of id: MigrationID, before: ProjectState, backwards: Bool, editor: inout any SchemaEditor
    ) throws -> [(operation: MigrationOperation?, steps: [SchemaStep])] {
        let operations = graph.migrations[id]?.operations ?? []
        var states = [before]
        for operation in operations {
            var next = states[states.count - 1]
            do { try next.apply(operation, app: id.app) } catch let error as MigrationError {
                throw MigrationError("Migration \(id): \(error.message)")
            }
            states.append(next)
        }
        var groups: [(operation: MigrationOperation?, steps: [SchemaStep])] = []
        if backwards {
            for index in operations.indices.reversed() {
                let reverse = try operations[index].reversed(
                    app: id.app, before: states[index], after: states[index + 1])
                groups.append(
                    (
                        operations[index],
                        try editor.steps(
                            for: reverse, app: id.app, from: states[index + 1], to: states[index])
                    ))
            }
        } else {
            for index in operations.indices {
                groups.append(
                    (
                        operations[index],
                        try editor.steps(
                            for: operations[index], app: id.app, from: states[index],
                            to: states[index + 1])
                    ))
            }
        }
        groups.append((nil, editor.deferredSteps()))
        return groups
    }

    private func apply(
        _ id: MigrationID, before: ProjectState, fake: Bool, fakeInitial: Bool
    ) throws {
        report(.applying(id))
        var isFaked = fake
        if !isFaked, fakeInitial { isFaked = try exists(id, before: before) }
        try change(id, before: before, backwards: false, onlyRecord: isFaked)
        report(.applied(id, faked: isFaked))
    }

    private func undo(_ id: MigrationID, before: ProjectState, fake: Bool) throws {
        report(.unapplying(id))
        try change(id, before: before, backwards: true, onlyRecord: fake)
        report(.unapplied(id, faked: fake))
    }

    private func change(
        _ id: MigrationID, before: ProjectState, backwards: Bool, onlyRecord: Bool
    ) throws {
        var editor = try makeEditor()
        for sql in editor.preparation { try connection.execute(sql) }
        defer { for sql in editor.conclusion { _ = try? connection.execute(sql) } }
        try waitingTransaction {
            // Another process may have been faster while this one waited for the lock.
            let applied = try recorder.applied()
            let replaced = graph.migrations[id]?.replaces.map { $0.resolved(in: id.app) } ?? []
            let isApplied = (replaced.isEmpty ? [id] : replaced).allSatisfy { applied[$0] != nil }
            guard isApplied == backwards else { return }
            if !onlyRecord {
                let groups = try steps(
                    of: id, before: before, backwards: backwards, editor: &editor)
                for group in groups {
                    for step in group.steps { try step.perform(connection) }
                }
                try editor.checkReferences(on: connection)
            }
            for record in replaced.isEmpty ? [id] : replaced + (backwards ? [id] : []) {
                if backwards { try recorder.forget(record) } else { try recorder.record(record) }
            }
        }
    }

    /// A transaction that waits as long as another process needs for its migration.
    private func waitingTransaction(_ body: () throws -> Void) throws {
        let attempts = 30
        for attempt in 1...attempts {
            var hasBegun = false
            do {
                return try connection.transaction {
                    hasBegun = true
                    try body()
                }
            } catch let error as DatabaseError {
                guard case .busy = error.kind, !hasBegun, attempt < attempts else { throw error }
            }
        }
    }

    /// Whether all that a migration an app begins with would make is there already.
    private func exists(_ id: MigrationID, before: ProjectState) throws -> Bool {
        guard let migration = graph.migrations[id],
            migration.isInitial || graph.roots(of: id.app).contains(id)
        else { return false }
        var after = before
        try after.apply(migration, id: id)
        var isMaking = false
        for operation in migration.operations {
            switch operation {
            case .createModel(let model, _, _, _, _, _, _), .addField(let model, _, _):
                isMaking = true
                guard let schema = after[ModelName(app: id.app, model: model)] else { return false }
                for table in [schema] + after.throughTables(of: schema) {
                    let found = try tableColumns(table.table)
                    for column in table.columns where !found.contains(column.column.lowercased()) {
                        return false
                    }
                }
            default: continue
            }
        }
        return isMaking
    }

    private func tableColumns(_ table: String) throws -> Set<String> {
        do {
            let rows = try connection.query("SELECT * FROM \(table.quotedName) LIMIT 1")
            if let row = rows.first { return Set(row.columns.map { $0.lowercased() }) }
            // An empty table answers with no row to read the names from.
            let padded = try connection.query(
                "SELECT t.* FROM (SELECT 1) LEFT JOIN \(table.quotedName) AS t ON 1 = 0")
            return Set((padded.first?.columns ?? []).map { $0.lowercased() })
        } catch let error as DatabaseError {
            if case .noSuchTable = error.kind { return [] }
            throw error
        }
    }

    /// Records squashed migrations of which all they stand for is applied.
    private func recordReplacements() throws {
        guard !graph.squashed.isEmpty else { return }
        try waitingTransaction {
            let applied = try recorder.applied()
            for (id, replaced) in graph.squashed where applied[id] == nil {
                if replaced.allSatisfy({ applied[$0] != nil }) { try recorder.record(id) }
            }
        }
    }
}
