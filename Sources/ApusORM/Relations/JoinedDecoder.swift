/// Decodes a row that was read in the same statement, behind the row that it is related to.
struct JoinedDecoder<Element: Model>: Sendable {
    /// The relation.
    let step: JoinStep
    /// The model at its end.
    let model: any Model.Type
    /// The foreign key between them.
    let field: TableField
    /// Whether the joined row has the foreign key, and not the other.
    let isReverse: Bool
    /// Which of the rows read it is related to: 0 is the query's own.
    let parent: Int
}

extension QuerySet {
    /// Reads the rows that these foreign keys point at in the same statement, with joins:
    /// `Choice.query.selectRelated { $0.question }`. Without it they are read when they are first
    /// asked for, in one statement for all rows.
    public func selectRelated<Key: RelationColumn>(
        _ key: (Element.Columns) -> Key
    ) -> QuerySet {
        let reference = key(Element.Columns(.root)).reference
        return joining(JoinStep(reference.join, .forward(reference.field)))
    }

    /// Reads the rows that point back at these with a `OneToOne` in the same statement:
    /// `Place.query.selectRelated { $0.restaurant }`.
    public func selectRelated<Columns: ModelColumns>(
        _ relation: (Element.Columns) -> Columns
    ) -> QuerySet {
        joining(relation(Element.Columns(.root))._path.join)
    }

    /// Says that a column is no relation.
    @available(
        *, unavailable,
        message: "selectRelated takes a relation to one row: a ForeignKey or a OneToOne"
    )
    public func selectRelated<Value>(_ column: (Element.Columns) -> Column<Value>) -> QuerySet {
        self
    }

    /// Reads the rows that relations by names lead to in the same statement:
    /// `Choice.query.selectRelated(named: ["question__author"])`.
    public func selectRelated(named names: [String]) -> QuerySet {
        var copy = self
        for name in names {
            do {
                let path = try NamedPath(name, from: query.table)
                if path.endsInRelation, path.rest.isEmpty {
                    copy = copy.joining(path.reference.join)
                } else if path.reference.field.target != nil, path.rest.isEmpty {
                    copy = copy.joining(
                        JoinStep(path.reference.join, .forward(path.reference.field)))
                } else {
                    copy.query.fail(
                        "Invalid field name given in selectRelated: '\(name)' is no relation.")
                }
            } catch {
                copy.query.fail(error.description)
            }
        }
        return copy
    }

    private func joining(_ step: JoinStep?) -> QuerySet {
        var copy = self
        if let step { _ = copy.addJoined(step) }
        return copy
    }

    /// The place of the relation among what is read; adds it, and the ones before it.
    private mutating func addJoined(_ step: JoinStep) -> Int? {
        let isReverse: Bool
        let field: TableField
        switch step.relation {
        case .forward(let key): (field, isReverse) = (key, false)
        case .reverse(let key): (field, isReverse) = (key, true)
        }
        guard let model = step.relation.destination?.model,
            !isReverse || field.schema.isUnique
        else {
            query.fail(
                "selectRelated takes foreign keys and the two ends of a OneToOne: "
                    + "'\(field.table.schema.name.model).\(field.schema.name)' leads to many rows, "
                    + "which prefetch reads.")
            return nil
        }
        var parent = 0
        if let before = step.parent {
            guard let place = addJoined(before) else { return nil }
            parent = place
        }
        if let index = joins.firstIndex(where: {
            $0.parent == parent && $0.field === field && $0.isReverse == isReverse
        }) {
            return index + 1
        }
        joins.append(
            JoinedDecoder(
                step: step, model: model, field: field, isReverse: isReverse, parent: parent))
        query.joined.append(step)
        return joins.count
    }

    /// Decodes the row and what was joined to it. `groups` are the groups of the joined rows.
    func decode(_ row: inout Row, _ groups: [FetchGroup]) throws -> Element {
        let element: Element = try row.model()
        if joins.isEmpty { return element }
        let own = row.group
        var starts: [Int32] = [0]
        starts.reserveCapacity(joins.count + 1)
        for (index, join) in joins.enumerated() {
            row.group = groups[index]
            row.base = row.index
            starts.append(row.base)
            guard let parent = join.parent == 0 ? own : groups[join.parent - 1] else { continue }
            let place = Int32(truncatingIfNeeded: join.field.index)
            if join.isReverse {
                let owner = row.value(at: starts[join.parent])
                try decodePointing(join, join.model, &row, at: owner, parent)
                if join.parent == 0 {
                    groups[index].cache(at: place, for: Element.self).store(owner: element)
                }
            } else {
                try decodeJoined(join.model, &row, place, parent)
            }
        }
        row.group = own
        row.base = 0
        return element
    }

    private func decodePointing<Target: Model>(
        _ join: JoinedDecoder<Element>, _: Target.Type, _ row: inout Row, at owner: SQLValue?,
        _ parent: FetchGroup
    ) throws {
        var target: Target?
        if row.isNextNull {
            row.skip(Target.table.fields.count)
        } else {
            target = try row.model() as Target
        }
        if let target { row.group?.add(key: target.id.sqlValue) }
        guard let owner else { return }
        parent.add(
            target, of: owner, for: join.field, writeCount: Target.table.writeCount, Target.self)
    }
}

private func decodeJoined<Target: Model>(
    _: Target.Type, _ row: inout Row, _ place: Int32, _ parent: FetchGroup
) throws {
    if row.isNextNull { return row.skip(Target.table.fields.count) }
    let target: Target = try row.model()
    row.group?.add(key: target.id.sqlValue)
    parent.cache(at: place, for: Target.self).store([target])
}

extension Row {
    /// What a column holds; nil for NULL.
    fileprivate func value(at column: Int32) -> SQLValue? {
        reader.pointee.isNull(cells, column) != 0 ? nil : reader.pointee.value(cells, column)
    }
}
