import Synchronization

/// All tables that the process has touched: what a deletion asks who points at a row, and a lookup
/// by name where a reverse name leads. A site touches all its models when it starts.
enum TableRegistry {
    private struct State {
        var tables: [Table] = []
        var pointing: [ObjectIdentifier: (tables: Int, fields: [TableField])] = [:]
    }

    private static let state = Mutex(State())

    private static let numbers = Atomic<Int>(0)

    /// A small number for a table, for statement caches.
    static func nextNumber() -> Int { numbers.wrappingAdd(1, ordering: .relaxed).oldValue }

    static func add(_ table: Table) {
        state.withLock { $0.tables.append(table) }
    }

    /// The table called `name` in the database; where models share one, one that has `column`.
    static func table(named name: String, with column: String) -> Table? {
        let named = state.withLock { $0.tables.filter { $0.schema.table == name } }
        return named.first { $0.fields.contains { $0.schema.column == column } } ?? named.first
    }

    /// The foreign keys that point at `table`.
    static func fields(pointingAt table: Table) -> [TableField] {
        // Naming the relations touches the tables they come from.
        for relation in table.relations { _ = relation.steps() }
        for field in table.manyFields { _ = field.forward.steps }
        let (tables, known) = state.withLock {
            ($0.tables, $0.pointing[ObjectIdentifier(table)])
        }
        if let known, known.tables == tables.count { return known.fields }
        var fields: [TableField] = []
        for other in tables {
            fields += other.fields.filter { $0.target === table }
        }
        state.withLock { $0.pointing[ObjectIdentifier(table)] = (tables.count, fields) }
        return fields
    }

    /// The many-to-many relations that lead to `table`, each pair of which has a direction.
    static func manyFields(to table: Table) -> [(owner: Table, field: ManyField)] {
        state.withLock(\.tables).flatMap { owner in
            owner.manyFields.filter { !$0.forward.isSymmetrical && $0.target === table }.map {
                (owner, $0)
            }
        }
    }
}
