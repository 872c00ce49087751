/// Writes a query as SQL. Relations become joins as Django makes them: one to many are shared
/// within a `filter`, to one always; a join is INNER where the conditions can't be met without
/// the other row, and LEFT OUTER otherwise.
final class Compiler {
    let dialect: any Dialect
    /// The query around this one, for a subquery.
    let outer: Compiler?
    /// The letter of a subquery's aliases; nil at the top, where tables keep their names.
    private let prefix: Character?

    @exclusivity(unchecked) var joins: [JoinedTable] = []
    @exclusivity(unchecked) var text = StatementText()
    @exclusivity(unchecked) var bindings: [SQLValue] = []
    @exclusivity(unchecked) var problem: QueryError?
    /// Whether the text is a part of a schema: columns go without their table, values are literals.
    private let isForSchema: Bool
    /// Whether columns are called "c0", "c1", … for a query around.
    var namesColumns = false
    /// What names outside resolve against, for a subquery.
    var annotations: [Annotation] = []
    /// The annotations that were written already, with what they bind.
    var annotationTexts: [String: WrittenSQL] = [:]

    init(
        _ table: Table, dialect: any Dialect, in outer: Compiler? = nil, forSchema: Bool = false
    ) {
        self.dialect = dialect
        isForSchema = forSchema
        self.outer = outer
        prefix = outer.map { Compiler.prefix(after: $0.prefix) }
        let alias = prefix.map { "\($0)0" } ?? table.quotedName
        joins.append(
            JoinedTable(
                alias: alias, table: table, parent: nil, relation: nil, isNullable: false,
                isOuter: false))
        text = StatementText(capacity: 512)
        bindings.reserveCapacity(8)
    }

    private static func prefix(after prefix: Character?) -> Character {
        guard let prefix, let value = prefix.asciiValue, value < UInt8(ascii: "Z") else {
            return "U"
        }
        return Character(UnicodeScalar(value + 1))
    }

    // MARK: Joins

    /// The place of the table at the end of `step`, joined where it isn't yet; the joins passed
    /// are added to `used`. `reuse` are the multi-valued joins that may be shared; nil shares all.
    func join(_ step: JoinStep?, reuse: JoinSet? = nil, used: inout JoinSet) -> Int {
        guard let step else { return 0 }
        let parent = join(step.parent, reuse: reuse, used: &used)
        for index in joins.indices.reversed() where joins[index].isJoin(step.relation, to: parent) {
            if !joins[index].isMultiValued || (reuse.map { $0.contains(index) } ?? true) {
                used.insert(index)
                return index
            }
        }
        guard let table = step.relation.destination else {
            fail("A relation of \(joins[parent].table.schema.name) leads to no model.")
            return parent
        }
        let number = joins.count
        if number >= JoinSet.limit {
            fail("A query can't join more than \(JoinSet.limit) tables.")
            return parent
        }
        let isTaken = joins.contains { $0.table === table }
        let alias =
            prefix.map { "\($0)\(number)" } ?? (isTaken ? "T\(number + 1)" : table.quotedName)
        joins.append(
            JoinedTable(
                alias: alias, table: table, parent: parent, relation: step.relation,
                isNullable: step.relation.isNullable,
                isOuter: joins[parent].isOuter || step.relation.isNullable))
        used.insert(number)
        return number
    }

    /// The place of the table at the end of `step`, joined where it isn't yet.
    func join(_ step: JoinStep?) -> Int {
        var used = JoinSet()
        return join(step, used: &used)
    }

    /// The column, with a last join left out that only leads to the key which the row has itself.
    func trimmed(_ reference: ColumnReference) -> ColumnReference {
        var reference = reference
        while let step = reference.join, case .forward(let key) = step.relation,
            reference.field.schema.isPrimaryKey
        {
            reference = ColumnReference(join: step.parent, field: key)
        }
        return reference
    }

    func promote(_ indices: JoinSet) {
        var pending = indices
        while let index = pending.first {
            pending.remove(index)
            guard let parent = joins[index].parent, !joins[index].isOuter,
                joins[index].isNullable || joins[parent].isOuter
            else { continue }
            joins[index].isOuter = true
            for child in joins.indices where joins[child].parent == index { pending.insert(child) }
        }
    }

    func demote(_ indices: JoinSet) {
        var pending = indices
        while let index = pending.first {
            pending.remove(index)
            guard let parent = joins[index].parent, joins[index].isOuter else { continue }
            joins[index].isOuter = false
            if parent != 0 { pending.insert(parent) }
        }
    }

    /// Keeps the first mistake.
    func fail(_ message: String) {
        if problem == nil { problem = QueryError(message) }
    }

    // MARK: Text

    func write(_ string: String) { text += string }

    /// Writes a value: a parameter that it is bound to.
    func write(value: SQLValue) {
        if isForSchema {
            text += value.literal
        } else {
            text += "?"
            bindings.append(value)
        }
    }

    /// Says that a schema can't hold what asks other rows, and whether this is for one.
    func failInSchema() -> Bool {
        if isForSchema { fail("A rule is about one row: it can't ask for others.") }
        return isForSchema
    }

    /// What `body` writes, taken out of the text.
    func captured(_ body: () -> Void) -> String {
        let before = text
        text = StatementText()
        body()
        defer { text = before }
        return text.string
    }

    /// What `body` writes and the values that it binds, taken out of the statement.
    func taken(_ body: () -> Void) -> WrittenSQL {
        let bound = bindings.count
        let sql = captured(body)
        defer { bindings.removeLast(bindings.count - bound) }
        return (sql, Array(bindings[bound...]))
    }

    /// Writes a column of the table at `index`.
    func write(column field: TableField, of index: Int) {
        if isForSchema {
            text += field.quotedName
        } else if prefix == nil, index == 0 {
            text += field.qualifiedName
        } else {
            text += joins[index].alias
            text += "."
            text += field.quotedName
        }
    }

    /// `FROM` with the query's own table.
    func writeFrom() {
        text += " FROM "
        text += joins[0].table.quotedName
        if prefix != nil {
            text += " "
            text += joins[0].alias
        }
    }

    /// Puts the joins behind FROM, which ends at byte `offset` of the text: they are known once
    /// all else is written.
    func insertJoins(at offset: Int) {
        if joins.count == 1 { return }
        let clauses = captured { writeJoins() }
        text.insert(clauses, at: offset)
    }

    private func writeJoins() {
        for index in joins.indices.dropFirst() {
            let join = joins[index]
            guard let relation = join.relation, let parent = join.parent else { continue }
            text += join.isOuter ? " LEFT OUTER JOIN " : " INNER JOIN "
            text += join.table.quotedName
            if join.alias != join.table.quotedName {
                text += " "
                text += join.alias
            }
            text += " ON ("
            switch relation {
            case .forward(let field):
                write(column: field, of: parent)
                text += " = "
                write(column: join.table.key, of: index)
            case .reverse(let field):
                write(column: joins[parent].table.key, of: parent)
                text += " = "
                write(column: field, of: index)
            }
            text += ")"
        }
    }
}

/// A part of a statement, and the values that it binds.
typealias WrittenSQL = (text: String, bindings: [SQLValue])
