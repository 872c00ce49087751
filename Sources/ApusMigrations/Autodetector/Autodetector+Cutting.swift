import ApusORM

extension Autodetector {
    /// Cuts each app's operations into migrations: as many at a time as wait for nothing that
    /// another app has still to do. An app is cut in the middle only where nothing else goes on.
    mutating func cut(leaves: [String: MigrationID]) throws -> [String: [Migration]] {
        var migrations: [String: [Migration]] = [:]
        var isCutting = false
        while generated.values.contains(where: { !$0.isEmpty }) {
            var progressed = false
            for app in generated.keys.sorted() {
                let operations = generated[app] ?? []
                var taken = 0
                var dependencies: Set<MigrationID> = []
                for operation in operations {
                    guard
                        let needed = migrationsNeeded(
                            by: operation, of: app, among: migrations, leaves: leaves,
                            isCutting: isCutting)
                    else { break }
                    dependencies.formUnion(needed)
                    taken += 1
                }
                guard taken > 0, taken == operations.count || isCutting else { continue }
                let number = (migrations[app]?.count ?? 0) + 1
                migrations[app, default: []].append(
                    Migration(
                        "auto_\(number)", after: dependencies.sorted(),
                        operations: operations[..<taken].map(\.operation)))
                generated[app] = Array(operations[taken...])
                isCutting = false
                progressed = true
            }
            if !progressed {
                guard !isCutting else {
                    throw MigrationError(
                        "The changes to apps \(generated.filter { !$0.value.isEmpty }.keys.sorted()) "
                            + "wait for each other in a circle; make them in two steps.")
                }
                isCutting = true
            }
        }
        return migrations
    }

    /// The migrations of other apps that an operation needs; nil where it must wait.
    private func migrationsNeeded(
        by operation: GeneratedOperation, of app: String, among migrations: [String: [Migration]],
        leaves: [String: MigrationID], isCutting: Bool
    ) -> Set<MigrationID>? {
        var needed: Set<MigrationID> = []
        for dependency in operation.dependencies where dependency.model.app != app {
            let other = dependency.model.app
            if generated[other, default: []].contains(where: {
                dependency.isMet(by: $0.operation)
            }) {
                return nil
            }
            if let last = migrations[other]?.last {
                needed.insert(MigrationID(app: other, name: last.name))
            } else if isCutting {
                needed.insert(leaves[other] ?? .first(of: other))
            } else {
                return nil
            }
        }
        return needed
    }
}
