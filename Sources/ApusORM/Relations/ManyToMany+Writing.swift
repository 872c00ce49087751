extension ManyToMany {
    /// Connects these rows; those that are connected stay so, once.
    public func add(_ rows: any Reference<Element>...) throws {
        try add(keys: rows.map(\.foreignKeyValue))
    }

    /// Connects these rows; those that are connected stay so, once.
    public func add(contentsOf rows: some Sequence<some Reference<Element>>) throws {
        try add(keys: rows.map(\.foreignKeyValue))
    }

    /// Parts these rows from the owner; the rows themselves stay.
    public func remove(_ rows: any Reference<Element>...) throws {
        try remove(keys: rows.map(\.foreignKeyValue))
    }

    /// Parts these rows from the owner; the rows themselves stay.
    public func remove(contentsOf rows: some Sequence<some Reference<Element>>) throws {
        try remove(keys: rows.map(\.foreignKeyValue))
    }

    /// Makes these the connected rows: parts the others, connects those that aren't yet.
    public func set(_ rows: some Sequence<some Reference<Element>>) throws {
        let wanted = rows.map(\.foreignKeyValue)
        try Database.current.transaction {
            let present = try connected(among: nil)
            let gone = present.subtracting(wanted)
            if !gone.isEmpty { try remove(keys: gone.sortedOnce()) }
            let new = wanted.filter { !present.contains($0) }
            if !new.isEmpty { try add(keys: new) }
        }
    }

    /// Parts all rows from the owner; the rows themselves stay.
    public func clear() throws {
        let link = try checked()
        try Database.current.transaction {
            try tell(link, .willClear, [])
            try delete(link, keys: nil)
            try tell(link, .didClear, [])
        }
    }

    // MARK: Keys

    func add(keys: [SQLValue]) throws {
        let link = try checked()
        if keys.isEmpty { return }
        if keys.contains(.null) {
            throw QueryError(
                "A \(Element.modelName.model) needs to be saved before it can be added to "
                    + "'\(link.name)'.")
        }
        var seen: Set<SQLValue> = []
        var wanted = keys.filter { seen.insert($0).inserted }
        try Database.current.transaction {
            if !link.isAutomatic || link.model?.isObserved == true {
                let present = try connected(among: wanted)
                wanted.removeAll { present.contains($0) }
            }
            if wanted.isEmpty { return }
            try tell(link, .willAdd, wanted)
            try insert(link, wanted.map { (owner, $0) })
            if link.isSymmetrical { try insert(link, wanted.map { ($0, owner) }) }
            try tell(link, .didAdd, wanted)
        }
    }

    /// Tells those who hear of the relation's pairs.
    private func tell(_ link: ManyLink, _ action: ManyChange.Action, _ keys: [SQLValue]) throws {
        guard let table = link.model, table.isObserved, let model = table.model else { return }
        try tell(
            model, table,
            ManyChange(
                action: action, relation: link.name, isReverse: !link.isForward, owner: owner,
                rows: keys))
    }

    private func tell<Owner: Model>(
        _ model: Owner.Type, _ table: Table, _ change: ManyChange
    ) throws { try table.observers.manyChanged(model, change) }

    private func insert(_ link: ManyLink, _ pairs: [(near: SQLValue, far: SQLValue)]) throws {
        let table = link.near.table
        let others = table.fields.filter {
            !$0.schema.isPrimaryKey && $0 !== link.near && $0 !== link.far
                && $0.defaultValue != nil
        }
        let columns = [link.near, link.far] + others
        let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        let connection = try Database.current.connection
        defer { table.countWrite() }
        var rest = pairs[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(max(1, 500 / columns.count))
            rest = rest.dropFirst(chunk.count)
            var bindings: [SQLValue] = []
            for pair in chunk {
                bindings += [pair.near, pair.far]
                for field in others { bindings.append(field.defaultValue?() ?? .null) }
            }
            try connection.execute(
                "INSERT INTO \(table.quotedName) ("
                    + columns.map(\.quotedName).joined(separator: ", ") + ") VALUES "
                    + chunk.map { _ in row }.joined(separator: ", ")
                    + (link.isAutomatic ? " ON CONFLICT DO NOTHING" : ""), bindings)
        }
    }

    private func remove(keys: [SQLValue]) throws {
        let link = try checked()
        if keys.isEmpty { return }
        try Database.current.transaction {
            try tell(link, .willRemove, keys)
            for chunk in stride(from: 0, to: keys.count, by: 500) {
                try delete(link, keys: Array(keys[chunk..<min(chunk + 500, keys.count)]))
            }
            try tell(link, .didRemove, keys)
        }
    }

    /// Deletes the pairs of the owner with `keys`, or all of its pairs.
    private func delete(_ link: ManyLink, keys: [SQLValue]?) throws {
        let table = link.near.table
        let ways =
            link.isSymmetrical
            ? [(link.near, link.far), (link.far, link.near)]
            : [
                (link.near, link.far)
            ]
        var bindings: [SQLValue] = []
        var conditions: [String] = []
        for (own, other) in ways {
            var condition = "\(own.qualifiedName) = ?"
            bindings.append(owner)
            if let keys {
                condition += " AND \(other.qualifiedName) IN (" + marks(keys.count) + ")"
                bindings += keys
            }
            conditions.append(condition)
        }
        defer { table.countWrite() }
        try Database.current.connection.execute(
            "DELETE FROM \(table.quotedName) WHERE "
                + (conditions.count == 1
                    ? conditions[0] : conditions.map { "(\($0))" }.joined(separator: " OR ")),
            bindings)
    }

    /// The keys of the connected rows, or of those among `keys`.
    private func connected(among keys: [SQLValue]?) throws -> Set<SQLValue> {
        let link = try checked()
        let connection = try Database.current.connection
        let sql =
            "SELECT \(link.far.qualifiedName) FROM \(link.near.table.quotedName) WHERE "
            + "\(link.near.qualifiedName) = ?"
        var found: Set<SQLValue> = []
        func find(_ condition: String, _ bindings: [SQLValue]) throws {
            try connection.run(sql + condition, [owner] + bindings) { statement in
                while try statement.step() {
                    found.insert(statement.reader.pointee.value(statement.cells, 0))
                }
            }
        }
        guard let keys else {
            try find("", [])
            return found
        }
        for start in stride(from: 0, to: keys.count, by: 500) {
            let chunk = keys[start..<min(start + 500, keys.count)]
            try find(
                " AND \(link.far.qualifiedName) IN (" + marks(chunk.count) + ")", Array(chunk))
        }
        return found
    }

    private func marks(_ count: Int) -> String {
        [String](repeating: "?", count: count).joined(separator: ", ")
    }
}

extension Reference {
    /// The key; NULL for a row that has none yet.
    fileprivate var foreignKeyValue: SQLValue {
        let key = foreignKey.id
        return key.isSaved ? key.sqlValue : .null
    }
}
