extension Compiler {
    /// What a part of a condition may share and must avoid.
    struct Context {
        /// The multi-valued joins of this `filter`; nil shares all.
        var reuse: JoinSet?
        /// The joins that were used, for the votes on what is INNER.
        var used = JoinSet()
        /// Whether the nearest negation counts: an odd number of them is around.
        var isNegated = false
        /// Whether any negation is around.
        var isInNegation = false
        /// Whether the condition has the nearest parentheses to itself or shares them by AND.
        var isAlone = false
    }

    /// Writes an expression.
    func write(_ node: Node, _ context: inout Context) {
        switch node {
        case .column(let reference):
            let reference = trimmed(reference)
            if reference.join == nil {
                if reference.field.table !== joins[0].table { failOutside(reference.field) }
                return write(column: reference.field, of: 0)
            }
            let index = join(reference.join, reuse: context.reuse, used: &context.used)
            context.reuse?.formUnion(context.used)
            write(column: reference.field, of: index)
        case .value(let value):
            write(value: value)
        case .annotation(let name, _):
            guard let written = annotationTexts[name] else {
                return fail("The annotation '\(name)' is used before it is made.")
            }
            text += written.text
            bindings += written.bindings
        case .function(let name, let arguments):
            let written = arguments.map { argument in captured { write(argument, &context) } }
            if let sql = dialect.function(name, written) {
                text += sql
            } else {
                fail("\(dialect.name) has no function '\(name)' of \(written.count) arguments.")
            }
        case .literal(let sql):
            text += sql
        case .binary(let left, let operation, let right):
            text += "("
            write(left, &context)
            text += " "
            text += operation
            text += " "
            write(right, &context)
            text += ")"
        case .call(let name, let arguments):
            text += name
            text += "("
            for (index, argument) in arguments.enumerated() {
                if index > 0 { text += ", " }
                write(argument, &context)
            }
            text += ")"
        case .aggregate(let name, let arguments, let distinct, let filter):
            // It is about the rows that others are about, whatever filter they are in.
            let reuse = context.reuse
            context.reuse = nil
            text += name
            text += distinct ? "(DISTINCT " : "("
            if arguments.isEmpty { text += "*" }
            for (index, argument) in arguments.enumerated() {
                if index > 0 { text += ", " }
                write(argument, &context)
            }
            text += ")"
            if let filter {
                text += " FILTER (WHERE "
                writeKeepingRows(filter, &context)
                text += ")"
            }
            context.reuse = reuse
            context.reuse?.formUnion(context.used)
        case .choice(let cases, let otherwise):
            text += "CASE"
            for (condition, value) in cases {
                text += " WHEN "
                writeKeepingRows(condition, &context)
                text += " THEN "
                write(value, &context)
            }
            text += " ELSE "
            write(otherwise, &context)
            text += " END"
        case .window(let function, let frame):
            write(function, &context)
            text += " OVER ("
            for (index, node) in frame.partition.enumerated() {
                text += index == 0 ? "PARTITION BY " : ", "
                write(node, &context)
            }
            if !frame.order.isEmpty, !frame.partition.isEmpty { text += " " }
            for (index, term) in frame.order.enumerated() {
                text += index == 0 ? "ORDER BY " : ", "
                write(term.node, &context)
                writeDirection(term)
            }
            if let extent = frame.extent {
                text += " "
                text += extent
            }
            text += ")"
        case .subquery(let query):
            text += "("
            write(subquery: query)
            text += ")"
        case .outer(let node):
            guard let outer else { return fail("An outer column is used outside a subquery.") }
            write(node, of: outer)
        case .outerName(let name):
            guard let outer else {
                return fail(
                    "This queryset contains a reference to an outer query and may only be used in "
                        + "a subquery.")
            }
            do {
                let lookup = try NamedLookup(
                    name, from: outer.joins[0].table, annotations: outer.annotations)
                write(lookup.node, of: outer)
            } catch {
                fail(error.description)
            }
        case .datePart(let part, let date):
            let inner = captured { write(date, &context) }
            if let sql = dialect.datePart(part, of: inner) {
                text += sql
            } else {
                fail("\(dialect.name) has no date part '\(part)'.")
            }
        case .json(let column, let keys):
            let (inner, values) = taken { write(column, &context) }
            text += dialect.json(inner, at: keys)
            if values.isEmpty { break }
            // The dialect may write the column several times, and so what it binds.
            let sample = dialect.json("?", at: keys.isEmpty ? [] : [.index(0)])
            for byte in sample.utf8 where byte == UInt8(ascii: "?") { bindings += values }
        case .jsonPlain(let column, let keys):
            let inner = captured { write(column, &context) }
            text += dialect.json(inner, plainAt: keys)
        case .jsonValue(let json):
            let parameter = captured { write(value: .text(json)) }
            text += dialect.jsonParameter(json).replacing("?", with: parameter)
        case .condition(let condition):
            writeKeepingRows(condition, &context)
        case .cast(let node, let type):
            let inner = captured { write(node, &context) }
            text += dialect.cast(inner, to: type)
        case .collated(let node, let name):
            write(node, &context)
            text += " COLLATE "
            text += name
        }
    }

    /// A column of another query than the one it stands in.
    private func failOutside(_ field: TableField) {
        let own = joins[0].table.declared.name.model
        let other = field.table.declared.name.model
        fail(
            "The column '\(field.schema.name)' is \(other)'s, and the query is about \(own): write "
                + "'.outer' behind a column of the query around.")
    }

    /// Writes an expression of the query around: it joins what the column needs, its text and
    /// bindings come here.
    private func write(_ node: Node, of outer: Compiler) {
        let outerText = outer.text
        let outerBindings = outer.bindings
        outer.text = StatementText()
        outer.bindings = []
        var outerContext = Context(reuse: nil)
        outer.write(node, &outerContext)
        text += outer.text.string
        bindings += outer.bindings
        outer.text = outerText
        outer.bindings = outerBindings
    }

    /// Writes a condition that chooses no rows: what it joins may be missing.
    private func writeKeepingRows(_ condition: ConditionNode, _ context: inout Context) {
        var inner = JoinSet()
        for index in joins.indices where !joins[index].isOuter { inner.insert(index) }
        let used = context.used
        _ = write(condition, &context)
        context.used = used
        var rest = JoinSet()
        for index in joins.indices where !inner.contains(index) { rest.insert(index) }
        promote(rest)
    }

    /// Writes a query inside this one.
    func write(subquery query: SelectQuery) {
        if failInSchema() { return }
        let compiler = Compiler(query.table, dialect: dialect, in: self)
        var query = query
        if query.isNone { query.filters = [.constant(false)] }
        query.settleOrdering()
        if query.columns.isEmpty, query.combination == nil {
            query.columns = [.column(ColumnReference(join: nil, field: query.table.key))]
        }
        // Its order says nothing unless it says which rows are taken.
        if !query.isSliced { query.ordering = [] }
        compiler.annotations = query.annotations
        compiler.compileSelect(query)
        if let problem = compiler.problem ?? query.problem { fail(problem.description) }
        text += compiler.text.string
        bindings += compiler.bindings
    }
}
