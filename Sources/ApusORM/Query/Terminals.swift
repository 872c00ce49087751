public import ApusValues
public import FoundationEssentials

extension Queryable {
    /// The row that is first by this column. Throws `NotFound` where there is no row.
    public func earliest(_ column: (Element.Columns) -> some Expressible) throws -> Element {
        let term = column(Element.Columns(.root)).ascending
        return try only { $0.ordering = [term] }
    }

    /// The row that is last by this column. Throws `NotFound` where there is no row.
    public func latest(_ column: (Element.Columns) -> some Expressible) throws -> Element {
        let term = column(Element.Columns(.root)).descending
        return try only { $0.ordering = [term] }
    }

    /// The row that is first by these names, `-` before one for descending. Throws `NotFound`
    /// where there is no row.
    public func earliest(by names: [String]) throws -> Element {
        try requireNames(names)
        return try only { query in names.forEach { query.addOrdering(named: $0) } }
    }

    /// The row that is last by these names, `-` before one for ascending. Throws `NotFound` where
    /// there is no row.
    public func latest(by names: [String]) throws -> Element {
        try requireNames(names)
        return try only { query in
            for name in names {
                query.addOrdering(
                    named: name.hasPrefix("-") ? String(name.dropFirst()) : "-\(name)")
            }
        }
    }

    private func requireNames(_ names: [String]) throws {
        if names.isEmpty {
            throw QueryError(
                "earliest() and latest() require fields: name what the rows are ordered by.")
        }
    }

    private func only(_ order: (inout SelectQuery) -> Void) throws -> Element {
        let ordered = changing {
            if $0.isSliced {
                $0.fail("Cannot change a query once a slice has been taken.")
            }
            $0.ordering = []
            order(&$0)
        }
        guard let row = try ordered.limit(1).all().first else {
            throw NotFound(Element.modelName, "")
        }
        return row
    }

    /// Whether a row is one of the query's.
    public func contains(_ row: some Reference<Element>) throws -> Bool {
        let key = row.foreignKey.id
        if !key.isSaved { throw QueryError("contains() takes a row that is saved.") }
        try querySet.query.requireNotCombined("contains()")
        if querySet.query.isSliced {
            return try all().contains { $0.id == key }
        }
        return try querySet.keyed(key).exists()
    }

    /// How the database is going to run the query: SQLite's EXPLAIN QUERY PLAN, a step a line.
    public func explain() throws -> String {
        let connection = try Database.current.connection
        let (text, bindings) = try querySet.query.compiled(.select, for: connection.dialect)
        return try connection.query(connection.dialect.explain(text), bindings).map {
            $0.values.last?.asText ?? ""
        }.joined(separator: "\n")
    }

    /// The rows by the values of a unique field, by name; values without a row are left out.
    public func inBulk(
        _ values: [LookupValue], by field: String
    ) throws -> [SQLValue: Element] {
        guard let column = Element.table.field(named: field),
            column.schema.isUnique || column.schema.isPrimaryKey
        else {
            throw QueryError(
                "in_bulk()'s field_name must be a unique field but '\(field)' isn't.")
        }
        var found: [SQLValue: Element] = [:]
        for row in try filter("\(field)__in", .list(values)).all() {
            found[row.fieldValues[column.index]] = row
        }
        return found
    }

    /// The rows by the values of a unique column; values without a row are left out:
    /// `try Tag.query.inBulk(["swift", "orm"]) { $0.name }`.
    public func inBulk<Value: FieldValue & Hashable>(
        _ values: some Sequence<Value>, by column: (Element.Columns) -> Column<Value>
    ) throws -> [Value: Element] {
        let reference = column(Element.Columns(.root)).reference
        guard reference.join == nil, reference.field.schema.isUnique else {
            throw QueryError("inBulk(by:) takes a unique column of the model's own.")
        }
        let wanted = Dictionary(
            values.map { ($0.sqlValue, $0) }, uniquingKeysWith: { old, _ in old })
        let rows = try changing { $0.add(.among(.column(reference), Array(wanted.keys))) }.all()
        var found: [Value: Element] = [:]
        for row in rows {
            if let value = wanted[row.fieldValues[reference.field.index]] { found[value] = row }
        }
        return found
    }

    /// The different days on which a date lies, each cut short to a unit from `.year` to `.day`.
    public func dates<Value: DayValue>(
        by unit: DateUnit, descending: Bool = false,
        _ column: (Element.Columns) -> some Expressible<Value>
    ) throws -> [CivilDate] {
        let node = column(Element.Columns(.root)).node
        let name = "Trunc" + unit.rawValue
        return try cutShort(node, .cast(.function(name, [node]), .date), descending)
    }

    /// The different moments at which a date lies, each cut short to a unit, in UTC or as the
    /// clocks of a zone show them.
    public func datetimes<Value: MomentValue>(
        by unit: DateUnit, in zone: Zone? = nil, descending: Bool = false,
        _ column: (Element.Columns) -> some Expressible<Value>
    ) throws -> [Date] {
        let cut = column(Element.Columns(.root)).truncated(to: unit, in: zone)
        return try cutShort(column(Element.Columns(.root)).node, cut.node, descending)
    }

    private func cutShort<Value: FieldValue>(
        _ node: Node, _ cut: Node, _ descending: Bool
    ) throws -> [Value] {
        try changing {
            $0.ordering = [Ordering(node: cut, isDescending: descending, nulls: nil)]
            $0.add(.isNull(node, false))
            $0.groups = [cut]
            $0.hasFreeAggregates = true
        }.values { _ in Expression<Value>(cut) }
    }

    /// The different days on which a date lies, each cut short to `year`, `month`, `week` or `day`.
    public func dates(
        named field: String, by unit: String, descending: Bool = false
    ) -> NamedValues {
        cutShort(field, unit, ["year", "month", "week", "day"], descending) {
            .cast($0, .date)
        }
    }

    /// The different moments at which a date lies, each cut short to a unit from `year` to `second`.
    public func datetimes(
        named field: String, by unit: String, descending: Bool = false
    ) -> NamedValues {
        var rows = querySet
        if let path = try? NamedPath(field, from: Element.table),
            path.reference.field.schema.type == .date
        {
            rows.query.fail("Cannot truncate the day '\(field)' to moments: use dates().")
        }
        return rows.cutShort(
            field, unit, ["year", "month", "week", "day", "hour", "minute", "second"], descending
        ) { $0 }
    }

    private func cutShort(
        _ field: String, _ unit: String, _ units: [String], _ descending: Bool,
        _ result: (LookupValue) -> LookupValue
    ) -> NamedValues {
        let name = "Trunc" + unit.prefix(1).uppercased() + unit.dropFirst()
        return changing {
            if !units.contains(unit) {
                $0.fail(
                    "'\(unit)' is not a unit of dates. Choices are: "
                        + units.joined(separator: ", "))
            }
            $0.ordering = []
            $0.usesDefaultOrdering = false
        }
        .annotate("datefield", result(.call(name, [.field(field)])))
        .filter("\(field)__isnull", false).distinct()
        .order(by: [NamedOrdering(.field("datefield"), descending: descending)])
        .selecting(["datefield"])
    }
}
