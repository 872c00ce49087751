/// Where a lookup's name leads: `author__name__icontains` is the field `name` over the relation
/// `author`, and `icontains` is left for the lookup.
struct NamedPath {
    let reference: ColumnReference
    /// What follows the field: transforms and the lookup.
    let rest: [String]
    /// Whether the name's last relation has no field behind it: it is the other row's key.
    private(set) var endsInRelation = false

    /// Follows `name` from `table`.
    init(_ name: String, from table: Table) throws(QueryError) {
        var parts = name.split(separator: "__", omittingEmptySubsequences: false).map(String.init)[
            ...]
        // A name with one underscore at an end would split wrongly: `parent___x` has no meaning.
        var table = table
        var step: JoinStep?
        while let part = parts.popFirst() {
            if let field = table.field(named: part) {
                if let target = field.target, let next = parts.first,
                    target.hasMember(named: next), part != field.schema.column
                {
                    step = JoinStep(step, .forward(field))
                    table = target
                    continue
                }
                reference = ColumnReference(join: step, field: field)
                rest = Array(parts)
                return
            }
            guard let steps = table.relationSteps(named: part) else {
                throw QueryError(
                    "Cannot resolve keyword '\(part)' into field. Choices are: "
                        + table.memberNames.sorted().joined(separator: ", "))
            }
            for relation in steps {
                step = JoinStep(step, relation)
                if let destination = relation.destination { table = destination }
            }
            if let next = parts.first, table.hasMember(named: next) { continue }
            reference = ColumnReference(join: step, field: table.key)
            rest = Array(parts)
            endsInRelation = true
            return
        }
        throw QueryError("A lookup needs the name of a field.")
    }
}

extension Table {
    /// The field called `name`: by its property, by its column, or `pk`.
    func field(named name: String) -> TableField? {
        if name == "pk" { return key }
        return fields.first { $0.schema.name == name }
            ?? fields.first { $0.schema.column == name || $0.schema.name.snakeCased == name }
    }

    /// The relations that a reverse name stands for: a declared one, or the name of a model that
    /// points here.
    func relationSteps(named name: String) -> [JoinStep.Relation]? {
        if let relation = relations.first(where: {
            $0.name == name || $0.name.snakeCased == name
        }) {
            return relation.steps()
        }
        if let many = manyFields.first(where: { $0.name == name || $0.name.snakeCased == name }) {
            return many.forward.steps
        }
        if let field = TableRegistry.fields(pointingAt: self).first(where: {
            $0.table.model != nil && $0.queryName == name
        }) {
            return [.reverse(field)]
        }
        return TableRegistry.manyFields(to: self).first {
            $0.owner.schema.name.model.lowercased() == name
        }?.field.backward.steps
    }

    func hasMember(named name: String) -> Bool {
        field(named: name) != nil || relationSteps(named: name) != nil
    }

    /// All names that a lookup may begin with.
    var memberNames: Set<String> {
        var names = Set(fields.map(\.schema.name)).union(relations.map(\.name))
        names.formUnion(manyFields.map(\.name))
        names.formUnion(fields.filter { $0.target != nil }.map(\.schema.column))
        let declared = relations.compactMap { $0.steps().first }
        for field in TableRegistry.fields(pointingAt: self) where field.table.model != nil {
            let isDeclared = declared.contains {
                if case .reverse(let own) = $0 { own === field } else { false }
            }
            if !isDeclared { names.insert(field.queryName) }
        }
        for (owner, field) in TableRegistry.manyFields(to: self) {
            let isDeclared = declared.contains {
                if case .reverse(let own) = $0 { own === field.backward.near } else { false }
            }
            if !isDeclared { names.insert(owner.schema.name.model.lowercased()) }
        }
        return names
    }
}

extension TableField {
    /// The name by which lookups reach the rows that have the field, from the model it points at.
    var queryName: String {
        schema.reference?.relatedName ?? table.schema.name.model.lowercased()
    }
}
