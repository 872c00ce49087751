/// Decodes a row of a foreign key that was read in the same statement, behind the row that has it.
struct JoinedDecoder<Element: Model>: Sendable {
    /// The relation.
    let step: JoinStep
    /// The model at its end.
    let model: any Model.Type
    /// The place of the foreign key among the columns of the row.
    let keyColumn: Int32
    /// Which of the rows read has the foreign key: 0 is the query's own.
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
        var copy = self
        _ = copy.addJoined(JoinStep(reference.join, .forward(reference.field)))
        return copy
    }

    /// The place of the relation among what is read; adds it, and the ones before it.
    private mutating func addJoined(_ step: JoinStep) -> Int? {
        guard case .forward(let field) = step.relation, let table = field.target else {
            query.fail("selectRelated takes foreign keys, not relations to many")
            return nil
        }
        var parent = 0
        if let before = step.parent {
            guard let place = addJoined(before) else { return nil }
            parent = place
        }
        if let index = joins.firstIndex(where: { $0.parent == parent && $0.isAlong(field) }) {
            return index + 1
        }
        var start = 0
        if parent > 0 {
            start = Element.table.fields.count
            for join in joins[..<(parent - 1)] { start += join.model.table.fields.count }
        }
        joins.append(
            JoinedDecoder(
                step: step, model: table.model,
                keyColumn: Int32(truncatingIfNeeded: start + field.index), parent: parent))
        query.joined.append(step)
        return joins.count
    }

    /// Reads the rows that point back at these rows, with one more statement:
    /// `Question.query.prefetch { $0.choices }`.
    public func prefetch<Columns: ModelColumns>(
        _ relation: (Element.Columns) -> Columns
    ) -> QuerySet {
        var copy = self
        let path = relation(Element.Columns(.root))._path.join
        guard let path, path.parent == nil, case .reverse(let field) = path.relation else {
            copy.query.fail("prefetch takes a relation to the rows that point at the model")
            return copy
        }
        copy.prefetches.append { rows in
            guard let group = rows.first?._state.group else { return }
            _ = try group.related(to: 0, by: field, Columns.Owner.self)
        }
        return copy
    }

    /// Decodes the row and what was joined to it. `groups` are the groups of the joined rows.
    func decode(_ row: inout Row, _ groups: [FetchGroup]) throws -> Element {
        let own = row.group
        let element = try Element(row: &row)
        for (index, join) in joins.enumerated() {
            row.group = groups[index]
            guard let parent = join.parent == 0 ? own : groups[join.parent - 1] else { continue }
            try decodeJoined(join.model, &row, keyColumn: join.keyColumn, parent: parent)
        }
        row.group = own
        return element
    }
}

extension JoinedDecoder {
    func isAlong(_ field: TableField) -> Bool {
        if case .forward(let own) = step.relation { own === field } else { false }
    }
}

private func decodeJoined<Target: Model>(
    _: Target.Type, _ row: inout Row, keyColumn: Int32, parent: FetchGroup
) throws {
    if row.isNextNull { return row.skip(Target.table.fields.count) }
    let target = try Target(row: &row)
    row.group?.add(key: target.id.value)
    parent.cache(at: keyColumn, for: Target.self).store([target])
}
