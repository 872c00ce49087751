extension Queryable {
    /// Changes all rows of the query in one statement and returns how many there were:
    /// `update { $0.votes += 1 }` loses no vote, however many are cast at once.
    @discardableResult
    public func update(_ changes: (inout Assignments<Element>) -> Void) throws -> Int {
        var assignments = Assignments<Element>()
        changes(&assignments)
        return try querySet.update(assignments.list)
    }

    /// A new row with what `values` sets; other fields get their defaults.
    @discardableResult
    public func create(_ values: (inout Assignments<Element>) -> Void) throws -> Element {
        var assignments = Assignments<Element>()
        values(&assignments)
        return try querySet.insert(assignments.list)
    }

    /// The only row that has the values `lookup` sets, or a new one with them and `defaults`.
    /// Two callers at once get the same row, where a unique constraint covers the lookup.
    public func getOrCreate(
        _ lookup: (inout Assignments<Element>) -> Void,
        defaults: (inout Assignments<Element>) -> Void = { _ in }
    ) throws -> (row: Element, isNew: Bool) {
        var wanted = Assignments<Element>()
        lookup(&wanted)
        var values = wanted
        defaults(&values)
        return try getOrCreate(querySet.matching(wanted.list)) { values.list }
    }

    /// Writes `values` to the only row that has the values `lookup` sets, or makes such a row.
    public func updateOrCreate(
        _ lookup: (inout Assignments<Element>) -> Void,
        _ values: (inout Assignments<Element>) -> Void
    ) throws -> (row: Element, isNew: Bool) {
        var wanted = Assignments<Element>()
        lookup(&wanted)
        var changes = Assignments<Element>()
        values(&changes)
        return try updateOrCreate(
            querySet.matching(wanted.list), wanted.list, changes.list, changes.list)
    }

    /// Writes `values` to the only row that has the values `lookup` sets, or makes such a row with
    /// them and what `creating` sets.
    public func updateOrCreate(
        _ lookup: (inout Assignments<Element>) -> Void,
        _ values: (inout Assignments<Element>) -> Void,
        creating: (inout Assignments<Element>) -> Void
    ) throws -> (row: Element, isNew: Bool) {
        var wanted = Assignments<Element>()
        lookup(&wanted)
        var changes = Assignments<Element>()
        values(&changes)
        var new = Assignments<Element>()
        creating(&new)
        return try updateOrCreate(
            querySet.matching(wanted.list), wanted.list, changes.list, new.list)
    }
}

extension Queryable {
    /// The only row of `found`, or a new one with `values`.
    func getOrCreate(
        _ found: QuerySet<Element>, _ values: () throws -> [FieldAssignment]
    ) throws -> (row: Element, isNew: Bool) {
        do {
            return (try found.get(), false)
        } catch is NotFound {
            let values = try values()
            do {
                let row = try querySet.naming(values) {
                    try Database.current.transaction { try querySet.insert(values) }
                }
                return (row, true)
            } catch let error as DatabaseError {
                // Another writer may have made the row in between.
                guard case .unique = error.kind, let row = try? found.get() else { throw error }
                return (row, false)
            }
        }
    }

    /// Writes `changes` to the only row of `found`, or makes one with `wanted` and `new`.
    func updateOrCreate(
        _ found: QuerySet<Element>, _ wanted: [FieldAssignment], _ changes: [FieldAssignment],
        _ new: [FieldAssignment]
    ) throws -> (row: Element, isNew: Bool) {
        try querySet.naming(wanted + changes + new) {
            try Database.current.transaction {
                let kept = wanted.filter { old in !new.contains { $0.field === old.field } }
                let (row, isNew) = try getOrCreate(found) { kept + new }
                if isNew { return (row, true) }
                let own = Element.query.keyed(row.id)
                let changes = try own.written(changes, by: "updateOrCreate()")
                let setsMoments = Element.table.fields.contains { $0.schema.autoNow == .onSave }
                if Element.table.isObserved || setsMoments {
                    var changed = try Element.decoded(changes, keyedBy: row.id.sqlValue)
                    try changed.save()
                    return (changed, false)
                }
                _ = try own.update(changes)
                return (try own.get(), false)
            }
        }
    }
}

/// A field and what it is set to.
typealias FieldAssignment = (field: TableField, value: Node)

extension QuerySet {
    func keyed(_ key: Element.ID) -> QuerySet {
        changing {
            $0.add(
                equal(.column(ColumnReference(join: nil, field: Element.table.key)), key.sqlValue))
        }
    }

    fileprivate func matching(_ values: [(field: TableField, value: Node)]) -> QuerySet {
        changing {
            for (field, value) in values {
                let column = Node.column(ColumnReference(join: nil, field: field))
                if case .value(let constant) = value {
                    $0.add(equal(column, constant))
                } else {
                    $0.add(.compare(column, .exact, value))
                }
            }
        }
    }

    func update(_ assignments: [(field: TableField, value: Node)]) throws -> Int {
        if try query.isKnownEmpty || assignments.isEmpty { return 0 }
        if query.isSliced {
            throw QueryError("Cannot update a query once a slice has been taken.")
        }
        try query.requireNotCombined("update()")
        let assignments = try written(assignments, by: "update()")
        let connection = try Database.current.connection
        defer { Element.table.countWrite() }
        try naming(assignments) {
            try connection.run(query, .update(assignments)) { while try $0.step() {} }
        }
        return connection.driver.changes
    }

    func insert(_ assignments: [(field: TableField, value: Node)]) throws -> Element {
        guard let connect = query.connectNewRow else { return try insertAlone(assignments) }
        return try Database.current.transaction {
            let row = try insertAlone(assignments)
            try connect(row.id.sqlValue)
            return row
        }
    }

    /// The assignments as columns take them. Throws for a value that no column can hold, and for a
    /// column that the database computes.
    fileprivate func written(
        _ assignments: [FieldAssignment], by method: StaticString
    ) throws -> [FieldAssignment] {
        try assignments.map { field, value in
            if field.schema.generated != nil {
                throw QueryError(
                    "'\(field.schema.name)' is computed by the database: \(method) can't set it.")
            }
            guard case .value(let constant) = value else { return (field, value) }
            return (field, .value(try field.written(constant, by: method)))
        }
    }

    /// Runs `write`; an error over a foreign key names those that are set to rows which aren't there.
    fileprivate func naming<Result>(
        _ assignments: [FieldAssignment], _ write: () throws -> Result
    ) throws -> Result {
        do {
            return try write()
        } catch let error as DatabaseError where error.kind == .foreignKey {
            let values = assignments.map { _, value in
                if case .value(let constant) = value { constant } else { SQLValue.null }
            }
            throw error.naming(assignments.map(\.field), values: values)
        }
    }

    private func insertAlone(
        _ assignments: [(field: TableField, value: Node)]
    ) throws -> Element {
        if let problem = query.problem { throw problem }
        var given = query.newRowValues + assignments
        // Moments set themselves, as in `save()`.
        given.removeAll { $0.field.schema.autoNow != nil }
        for field in Element.table.fields where !field.schema.type.isGenerated {
            if given.contains(where: { $0.field === field }) { continue }
            if field.schema.generated != nil { continue }
            if let value = field.defaultValue { given.append((field, .value(value()))) }
        }
        given = try written(given, by: "create()")
        let connection = try Database.current.connection
        let table = Element.table
        if table.isObserved {
            var row = try Element.decoded(given, keyedBy: nil)
            try row.save()
            return row
        }
        let compiler = Compiler(table, dialect: connection.dialect)
        compiler.compileInsert(given)
        if let problem = compiler.problem { throw problem }
        defer { table.countWrite() }
        return try naming(given) {
            try connection.run(compiler.text.string, compiler.bindings) { statement in
                guard try statement.step() else { throw NotFound(Element.modelName, "") }
                var row = Row(statement, group: FetchGroup())
                let element: Element = try row.model()
                while try statement.step() {}
                return element
            }
        }
    }
}

extension Model {
    /// The row with these values as it would be, not written yet: those who hear of it may still
    /// change it. With a key, the other values are those of the row that has it.
    fileprivate static func decoded(
        _ assignments: [(field: TableField, value: Node)], keyedBy key: SQLValue?
    ) throws -> Self {
        let connection = try Database.current.connection
        let compiler = Compiler(table, dialect: connection.dialect)
        var context = Compiler.Context(reuse: nil)
        compiler.write("SELECT ")
        for field in table.fields {
            if field.index > 0 { compiler.write(", ") }
            let assigned = assignments.last { $0.field === field }
            if field.index == 0, let key {
                compiler.write(.value(key), &context)
            } else if let assigned, key == nil {
                compiler.write(new: assigned)
            } else if let assigned {
                compiler.write(assigned.value, &context)
            } else if field.schema.type.isGenerated, field.index == 0 {
                compiler.write("0")
            } else if key != nil {
                compiler.write(column: field, of: 0)
            } else {
                throw DatabaseError(
                    .notNull(column: "\(table.schema.table).\(field.schema.column)"),
                    "the field '\(field.schema.name)' of \(modelName.model) has no value",
                    advice: "Set it, or give it a default")
            }
        }
        if let key {
            compiler.writeFrom()
            compiler.write(" WHERE ")
            compiler.write(column: table.key, of: 0)
            compiler.write(" = ")
            compiler.write(.value(key), &context)
        }
        if let problem = compiler.problem { throw problem }
        guard
            var row: Self = try connection.decodeOne(compiler.text.string, compiler.bindings)
        else { throw NotFound(modelName, isKey(key ?? .null)) }
        if key == nil { row._state = ModelState() }
        return row
    }
}
