public import ApusORM

/// Where a `migrate` is to end.
public enum MigrationTarget: Hashable, Sendable {
    /// This migration applied, and none of its app that come after it.
    case migration(MigrationID)
    /// Nothing of this app applied.
    case zero(app: String)
}

/// A migration to apply, or to undo.
public struct PlannedMigration: Hashable, Sendable {
    /// Which migration.
    public var id: MigrationID
    /// Whether it is undone.
    public var isBackwards: Bool
}

extension MigrationGraph {
    /// What has to be applied and undone to get to `targets` from what is applied.
    public func plan(to targets: [MigrationTarget]) -> [PlannedMigration] {
        var plan: [PlannedMigration] = []
        var done = applied
        func undo(_ id: MigrationID) {
            for other in backwardPlan(to: id) where done.contains(other) {
                plan.append(PlannedMigration(id: other, isBackwards: true))
                done.remove(other)
            }
        }
        for target in targets {
            switch target {
            case .zero(let app): roots(of: app).forEach(undo)
            case .migration(let id) where done.contains(id):
                children(of: id).filter { $0.app == id.app }.forEach(undo)
            case .migration(let id):
                for other in forwardPlan(to: id) where !done.contains(other) {
                    plan.append(PlannedMigration(id: other, isBackwards: false))
                    done.insert(other)
                }
            }
        }
        return plan
    }

    /// The migration of `app` whose name begins with `prefix`; throws where there is none or more
    /// than one, in Django's words and with the names there are.
    public func find(_ prefix: String, in app: String) throws -> MigrationID {
        try Self.find(prefix, in: app, among: ids.filter { $0.app == app })
    }

    static func find(
        _ prefix: String, in app: String, among candidates: [MigrationID]
    ) throws -> MigrationID {
        let found = candidates.filter { $0.name.hasPrefix(prefix) }
        if let exact = found.first(where: { $0.name == prefix }) { return exact }
        guard found.count < 2 else {
            throw MigrationError(
                "More than one migration matches '\(prefix)' in app '\(app)'. Please be more "
                    + "specific. Matching: \(found.map(\.name).joined(separator: ", ")).")
        }
        guard let only = found.first else {
            throw MigrationError(
                "Cannot find a migration matching '\(prefix)' from app '\(app)'. "
                    + (candidates.isEmpty
                        ? "The app has no migrations."
                        : "Is it one of \(candidates.map(\.name).joined(separator: ", "))?"))
        }
        return only
    }
}
