/// Writes a model's rules as the SQL that migrations keep: columns without their table, values as
/// literals.
final class RuleCompiler<Owner: Model> {
    /// What can't be written, and why.
    private(set) var problems: [String] = []

    // A migration's SQL is one database's.
    private let dialect = SQLiteDialect()
    private let columns = Owner.Columns(.root)

    /// The SQL of a condition.
    func text(of condition: (Owner.Columns) -> Condition, in rule: String) -> String {
        let node = condition(columns).node
        return written(rule, isPlain: !node.hasNode { $0.contains(\.isBeyondRow) }) {
            var context = Compiler.Context()
            _ = $0.write(node, &context)
        }
    }

    /// The names of fields of the model itself.
    func names(of fields: (Owner.Columns) -> [ColumnReference], in rule: String) -> [String] {
        fields(columns).map {
            if $0.join != nil { fail(rule) }
            return $0.field.schema.name
        }
    }

    /// Adds what an index holds: fields as long as there are only fields, then SQL.
    func add(_ terms: (Owner.Columns) -> [Ordering], to index: inout IndexSchema) {
        for term in terms(columns) {
            if term.nulls != nil {
                problems.append("The index '\(index.name)' can't say where NULLs go.")
            }
            var isColumn = false
            if case .column(let reference) = term.node, reference.join == nil {
                isColumn = true
                if index.expressions.isEmpty {
                    let name = reference.field.schema.name
                    index.fields.append(term.isDescending ? "-" + name : name)
                    continue
                }
            }
            let text = written(index.name, isPlain: !term.node.contains(\.isBeyondRow)) {
                var context = Compiler.Context()
                $0.write(term.node, &context)
            }
            index.expressions.append(
                (isColumn ? text : "(\(text))") + (term.isDescending ? " DESC" : ""))
        }
    }

    private func written(_ rule: String, isPlain: Bool, _ body: (Compiler) -> Void) -> String {
        guard isPlain else {
            fail(rule)
            return "0"
        }
        let compiler = Compiler(Owner.table, dialect: dialect, forSchema: true)
        body(compiler)
        if let problem = compiler.problem { problems.append("'\(rule)': \(problem.description)") }
        return compiler.text.string
    }

    private func fail(_ rule: String) {
        problems.append(
            "'\(rule)' refers to a related row: a rule is about the fields of one row.")
    }
}

extension Node {
    /// Whether this node or one within it meets a test.
    func contains(_ test: (Node) -> Bool) -> Bool {
        test(self) || hasChild { $0.contains(test) }
    }

    /// Whether it is about other rows than the one at hand.
    fileprivate var isBeyondRow: Bool {
        switch self {
        case .column(let reference): reference.join != nil
        case .aggregate, .window, .subquery, .outer, .outerName, .annotation: true
        default: false
        }
    }
}
