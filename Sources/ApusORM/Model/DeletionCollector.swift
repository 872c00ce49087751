/// Finds what a deletion takes along, as the foreign keys' `onDelete` say, and deletes it: rows
/// that point go before the rows they point at.
struct DeletionCollector {
    private let connection: Connection
    /// The tables in the order in which they were reached.
    private var tables: [Table] = []
    private var keys: [ObjectIdentifier: Set<SQLValue>] = [:]
    /// Rows that nothing points at: deleted without being read.
    private var simple: [(field: TableField, targets: [SQLValue])] = []
    private var updates: [(field: TableField, value: SQLValue, targets: [SQLValue])] = []
    private var restricted: [(field: TableField, target: Table, keys: [SQLValue])] = []

    init(_ connection: Connection) { self.connection = connection }

    /// Adds rows, and the rows that their deletion takes along, however long the chains are.
    mutating func collect(_ table: Table, _ wanted: [SQLValue]) throws {
        var pending = [(table: table, keys: wanted)]
        while let next = pending.popLast() {
            pending += try collectStep(next.table, next.keys).reversed()
        }
    }

    /// Adds rows, and returns those that go with them and aren't simple.
    private mutating func collectStep(
        _ table: Table, _ wanted: [SQLValue]
    ) throws -> [(table: Table, keys: [SQLValue])] {
        let known = keys[ObjectIdentifier(table)] ?? []
        let new = wanted.filter { !known.contains($0) }
        if new.isEmpty { return [] }
        if known.isEmpty { tables.append(table) }
        keys[ObjectIdentifier(table), default: []].formUnion(new)
        var protected: [String] = []
        var more: [(table: Table, keys: [SQLValue])] = []
        for field in TableRegistry.fields(pointingAt: table) {
            let child = field.table
            switch field.schema.reference?.onDelete ?? .cascade {
            case .doNothing: continue
            case .setNull: updates.append((field, .null, new))
            case .setDefault:
                updates.append((field, field.defaultValue?() ?? .null, new))
            case .setValue:
                updates.append((field, try field.deletionValue?() ?? .null, new))
            case .cascade:
                if isSimple(child) {
                    simple.append((field, new))
                } else {
                    more.append((child, try rows(of: field, pointingAt: new)))
                }
            case .protect:
                if try !rows(of: field, pointingAt: new).isEmpty { protected.append(name(field)) }
            case .restrict:
                let rows = try rows(of: field, pointingAt: new)
                if !rows.isEmpty { restricted.append((field, table, rows)) }
            }
        }
        if !protected.isEmpty {
            throw DeletionRefused(
                model: table.schema.name, foreignKeys: protected, rule: .protect)
        }
        return more
    }

    /// Deletes what was collected. Called in a transaction.
    func run() throws -> Deletion {
        for entry in restricted {
            let going = keys[ObjectIdentifier(entry.field.table)] ?? []
            if entry.keys.contains(where: { !going.contains($0) }) {
                throw DeletionRefused(
                    model: entry.target.schema.name, foreignKeys: [name(entry.field)],
                    rule: .restrict)
            }
        }
        var deletion = Deletion()
        var observed: [ObservedRows] = []
        for table in tables where table.isObserved {
            if let model = table.model { observed.append(try rows(of: model)) }
        }
        for rows in observed { try rows.willDelete() }
        for entry in simple {
            let table = entry.field.table
            let verb = "DELETE FROM \(table.quotedName)"
            deletion.count(try run(verb, [], entry.field, entry.targets), of: table)
        }
        for entry in updates {
            let verb =
                "UPDATE \(entry.field.table.quotedName) SET \(entry.field.quotedName) = ?"
            _ = try run(verb, [entry.value], entry.field, entry.targets)
        }
        for table in tables.reversed() {
            let rows = (keys[ObjectIdentifier(table)] ?? []).sortedOnce()
            let verb = "DELETE FROM \(table.quotedName)"
            deletion.count(try run(verb, [], table.key, rows), of: table)
            for rows in observed where rows.table === table { try rows.didDelete() }
        }
        return deletion
    }

    /// Rows whose deletion somebody hears of.
    private struct ObservedRows {
        let table: Table
        let willDelete: () throws -> Void
        let didDelete: () throws -> Void
    }

    private func rows<Element: Model>(of _: Element.Type) throws -> ObservedRows {
        let table = Element.table
        let wanted = (keys[ObjectIdentifier(table)] ?? []).sortedOnce()
        let rows = try Element.rows(withKeys: wanted)
        return ObservedRows(
            table: table,
            willDelete: { for row in rows { try table.observers.willDelete(row) } },
            didDelete: { for row in rows { try table.observers.didDelete(row) } })
    }

    /// Whether a table's rows can go without being read: nothing points at them or minds.
    private func isSimple(_ table: Table) -> Bool {
        !table.isObserved
            && TableRegistry.fields(pointingAt: table).allSatisfy {
                $0.schema.reference?.onDelete == .doNothing
            } && !table.fields.contains { $0.schema.reference?.onDelete == .restrict }
    }

    private func name(_ field: TableField) -> String {
        "\(field.table.schema.name.model).\(field.schema.name)"
    }

    private func rows(of field: TableField, pointingAt targets: [SQLValue]) throws -> [SQLValue] {
        let table = field.table
        var found: [SQLValue] = []
        for chunk in chunks(targets) {
            let sql =
                "SELECT \(table.key.qualifiedName) FROM \(table.quotedName) WHERE "
                + condition(field, chunk.count)
            try connection.run(sql, Array(chunk)) { statement in
                while try statement.step() {
                    found.append(statement.reader.pointee.value(statement.cells, 0))
                }
            }
        }
        return found
    }

    private func run(
        _ verb: String, _ bindings: [SQLValue], _ field: TableField, _ values: [SQLValue]
    ) throws -> Int {
        defer { field.table.countWrite() }
        return try chunks(values).reduce(0) { sum, chunk in
            let sql = "\(verb) WHERE \(condition(field, chunk.count))"
            return sum + (try connection.execute(sql, bindings + Array(chunk)))
        }
    }

    private func condition(_ field: TableField, _ count: Int) -> String {
        field.qualifiedName
            + (count == 1
                ? " = ?" : " IN (?" + String(repeating: ", ?", count: count - 1) + ")")
    }

    private func chunks(_ values: [SQLValue]) -> [ArraySlice<SQLValue>] {
        stride(from: 0, to: values.count, by: 500).map { values[$0..<min($0 + 500, values.count)] }
    }
}
