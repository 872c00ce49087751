public import ApusORM

/// All migrations of a project and what comes after what.
public struct MigrationGraph: Sendable {
    /// The migrations that can be applied, by id. Of a squashed migration and those it stands
    /// for, only one side is here.
    public private(set) var migrations: [MigrationID: Migration] = [:]
    /// Those that count as applied: recorded, or standing for recorded ones.
    public private(set) var applied: Set<MigrationID>
    /// The squashed migrations, also those that aren't used, with those they stand for.
    private(set) var squashed: [MigrationID: [MigrationID]] = [:]
    private var parents: [MigrationID: [MigrationID]] = [:]
    private var children: [MigrationID: [MigrationID]] = [:]

    /// The graph of the apps' migrations. `applied` holds what the database has recorded; it
    /// decides whether a squashed migration or those it stands for are used; without `replacing`,
    /// those it stands for are wherever they are still there.
    ///
    /// Throws where names are given twice, a dependency doesn't exist, or migrations wait for
    /// each other.
    public init(
        _ apps: [Migrations], applied: Set<MigrationID> = [], replacing: Bool = true
    ) throws {
        self.applied = applied
        for app in apps {
            for migration in app.list {
                let id = MigrationID(app: app.app, name: migration.name)
                guard migrations.updateValue(migration, forKey: id) == nil else {
                    throw MigrationError("There are two migrations called \(id).")
                }
            }
        }
        let (replacements, parts) = chooseReplacements(of: replacing)
        for (id, migration) in migrations {
            for dependency in migration.dependencies {
                var parent = dependency.resolved(in: id.app)
                if parent.name == "__first__" {
                    guard let first = apps.first(where: { $0.app == parent.app })?.list.first else {
                        continue
                    }
                    parent.name = first.name
                }
                parent = replacements[parent] ?? parent
                for parent in parts[parent] ?? [parent] where parent != id {
                    guard migrations[parent] != nil else {
                        throw MigrationError(
                            "Migration \(id) dependencies reference nonexistent parent node "
                                + "('\(parent.app)', '\(parent.name)')")
                    }
                    if parents[id]?.contains(parent) == true { continue }
                    parents[id, default: []].append(parent)
                    children[parent, default: []].append(id)
                }
            }
        }
        for id in parents.keys { parents[id]?.sort() }
        for id in children.keys { children[id]?.sort() }
        try checkForCircles()
    }

    /// Takes out either the squashed migrations or those they stand for. Returns who stands for
    /// whom, and for each squashed migration taken out the last of those it would have stood for.
    private mutating func chooseReplacements(
        of replacing: Bool
    ) -> (replacements: [MigrationID: MigrationID], parts: [MigrationID: [MigrationID]]) {
        var replacements: [MigrationID: MigrationID] = [:]
        var parts: [MigrationID: [MigrationID]] = [:]
        for (id, migration) in migrations.sorted(by: { $0.key < $1.key })
        where !migration.replaces.isEmpty {
            let replaced = migration.replaces.map { $0.resolved(in: id.app) }
            squashed[id] = replaced
            let done = replaced.filter(applied.contains).count
            if done == replaced.count { applied.insert(id) } else { applied.remove(id) }
            let isWhole = replacing || !replaced.allSatisfy { migrations[$0] != nil }
            if isWhole, done == 0 || done == replaced.count {
                for other in replaced {
                    migrations[other] = nil
                    replacements[other] = id
                }
            } else {
                migrations[id] = nil
                let before = Set(
                    replaced.flatMap { other in
                        (migrations[other]?.dependencies ?? []).map { $0.resolved(in: other.app) }
                    })
                let last = replaced.filter { migrations[$0] != nil && !before.contains($0) }
                if !last.isEmpty { parts[id] = last }
            }
        }
        return (replacements, parts)
    }

    private func checkForCircles() throws {
        var done: Set<MigrationID> = []
        var open: Set<MigrationID> = []
        for start in migrations.keys.sorted() {
            var stack: [(id: MigrationID, isLeaving: Bool)] = [(start, false)]
            while let (id, isLeaving) = stack.popLast() {
                if isLeaving {
                    open.remove(id)
                    done.insert(id)
                } else if !done.contains(id) {
                    guard open.insert(id).inserted else {
                        throw MigrationError(
                            "Migrations wait for each other in a circle: \(id) comes before itself."
                        )
                    }
                    stack.append((id, true))
                    stack += (parents[id] ?? []).filter { !done.contains($0) }.map { ($0, false) }
                }
            }
        }
    }

    /// The labels of the apps that have migrations.
    public var apps: [String] { Set(migrations.keys.map(\.app)).sorted() }

    /// The ids, sorted.
    public var ids: [MigrationID] { migrations.keys.sorted() }

    /// The migrations of `app`, or of all, that no other of their app comes after.
    public func leaves(of app: String? = nil) -> [MigrationID] {
        ids.filter { id in
            (app == nil || id.app == app)
                && !(children[id] ?? []).contains { $0.app == id.app }
        }
    }

    /// The migrations of `app` that come after no other of their app.
    public func roots(of app: String) -> [MigrationID] {
        ids.filter { id in
            id.app == app && !(parents[id] ?? []).contains { $0.app == app }
        }
    }

    /// The migrations that come right after `id`.
    public func children(of id: MigrationID) -> [MigrationID] { children[id] ?? [] }

    /// The migrations that `id` comes right after.
    public func parents(of id: MigrationID) -> [MigrationID] { parents[id] ?? [] }

    /// `id` with all that must come before it, in order.
    public func forwardPlan(to id: MigrationID) -> [MigrationID] { plan(id, along: parents) }

    /// `id` with all that must be undone before it, in order.
    public func backwardPlan(to id: MigrationID) -> [MigrationID] { plan(id, along: children) }

    /// All migrations, each after what it depends on.
    public var fullPlan: [MigrationID] {
        var seen: Set<MigrationID> = []
        return leaves().flatMap { forwardPlan(to: $0) }.filter { seen.insert($0).inserted }
    }

    private func plan(
        _ start: MigrationID, along edges: [MigrationID: [MigrationID]]
    ) -> [MigrationID] {
        var result: [MigrationID] = []
        var seen: Set<MigrationID> = []
        var stack: [(id: MigrationID, isLeaving: Bool)] = [(start, false)]
        while let (id, isLeaving) = stack.popLast() {
            if seen.contains(id) { continue }
            if isLeaving {
                seen.insert(id)
                result.append(id)
            } else {
                stack.append((id, true))
                stack += (edges[id] ?? []).map { ($0, false) }
            }
        }
        return result
    }

    /// The state that these migrations add up to, in this order.
    public func state(after ids: some Sequence<MigrationID>) throws -> ProjectState {
        var state = ProjectState()
        for id in ids { try state.apply(migrations[id], id: id) }
        return state
    }

    /// Throws where a migration is applied and one that it depends on is not.
    public func checkHistory() throws {
        for id in ids where applied.contains(id) {
            for parent in parents(of: id) where !applied.contains(parent) {
                // A squashed migration is not recorded until all it stands for has been.
                let replaced =
                    migrations[parent]?.replaces.map { $0.resolved(in: parent.app) } ?? []
                if !replaced.isEmpty, replaced.allSatisfy(applied.contains) { continue }
                throw MigrationError(
                    "Migration \(id) is applied before its dependency \(parent) on database "
                        + "'default'.")
            }
        }
    }

    /// Throws where an app has more than one last migration.
    public func checkConflicts(in labels: Set<String>? = nil) throws {
        let conflicts = Dictionary(grouping: leaves(), by: \.app)
            .filter { $0.value.count > 1 && labels?.contains($0.key) ?? true }
        guard !conflicts.isEmpty else { return }
        let names = conflicts.sorted { $0.key < $1.key }
            .map { "\($0.value.map(\.name).joined(separator: ", ")) in \($0.key)" }
        throw MigrationError(
            "Conflicting migrations detected; multiple leaf nodes in the migration graph: "
                + "(\(names.joined(separator: "; "))).\n"
                + "To fix them run 'manage makemigrations --merge'")
    }
}

extension ProjectState {
    /// Takes all operations of a migration into account.
    mutating func apply(_ migration: Migration?, id: MigrationID) throws {
        for operation in migration?.operations ?? [] {
            do { try apply(operation, app: id.app) } catch let error as MigrationError {
                throw MigrationError("Migration \(id): \(error.message)")
            }
        }
    }
}
