/// The natural keys of the models that have one.
struct NaturalKeys: Sendable {
    private var keys: [ModelName: NaturalKey] = [:]

    /// None.
    init() {}

    /// The keys that apps' models declare. Throws a `DataError` for one of fields that aren't there,
    /// or that leads back to itself.
    init(_ declared: [ModelName: [String]], in state: ProjectState) throws {
        for name in declared.keys where keys[name] == nil {
            guard let schema = state[name] else { continue }
            keys[name] = try Self.key(of: schema, declared, state)
        }
    }

    /// The natural key of a model.
    subscript(name: ModelName) -> NaturalKey? { keys[name] }

    /// The natural key of the model that a field points at.
    func target(of field: FieldSchema) -> NaturalKey? {
        field.reference.flatMap { keys[$0.model] }
    }

    private static func key(
        of schema: ModelSchema, _ declared: [ModelName: [String]], _ state: ProjectState
    ) throws -> NaturalKey {
        var parts: [(column: String, type: FieldType)] = []
        var source = "FROM \(schema.table.quotedName) t0"
        var tables = 1
        func add(_ model: ModelSchema, _ alias: String, _ passed: [ModelName]) throws {
            for name in declared[model.name] ?? [] {
                guard let field = model.columns.first(where: { $0.name == name }) else {
                    throw DataError("The natural key of \(model.name) has no field '\(name)'.")
                }
                let column = "\(alias).\(field.column.quotedName)"
                guard let reference = field.reference, declared[reference.model] != nil,
                    let target = state[reference.model],
                    let pointed = reference.field.map(target.field) ?? target.primaryKey
                else {
                    parts.append((column, state.storedType(of: field)))
                    continue
                }
                guard !passed.contains(target.name) else {
                    throw DataError(
                        "The natural key of \(schema.name) leads back to \(target.name): give it "
                            + "other fields.")
                }
                let next = "t\(tables)"
                tables += 1
                source +=
                    " LEFT JOIN \(target.table.quotedName) \(next) ON "
                    + "\(column) = \(next).\(pointed.column.quotedName)"
                try add(target, next, passed + [target.name])
            }
        }
        try add(schema, "t0", [schema.name])
        return NaturalKey(
            schema: schema, fields: declared[schema.name] ?? [], parts: parts, source: source)
    }

    /// The models in an order in which what natural keys name is loaded before, as Django's
    /// `sort_dependencies` has it.
    func sorted(_ models: [ModelSchema], in state: ProjectState) -> [ModelSchema] {
        let names = Set(models.map(\.name))
        var rest = Array(models.reversed())
        var done: [ModelSchema] = []
        var doneNames: Set<ModelName> = []
        while !rest.isEmpty {
            var skipped: [ModelSchema] = []
            let before = done.count
            while let model = rest.popLast() {
                let needed = dependencies(of: model, in: state).intersection(names)
                if needed.isSubset(of: doneNames) {
                    done.append(model)
                    doneNames.insert(model.name)
                } else {
                    skipped.append(model)
                }
            }
            // Of a circle the last one goes first; loading looks again at what wasn't found.
            if done.count == before, let last = skipped.popLast() {
                done.append(last)
                doneNames.insert(last.name)
            }
            rest = skipped
        }
        return done
    }

    private func dependencies(of model: ModelSchema, in state: ProjectState) -> Set<ModelName> {
        // The state's copy names the app in each reference.
        let model = state[model.name] ?? model
        return Set(
            model.fields.compactMap { field in
                guard let target = target(of: field)?.schema.name, target != model.name,
                    !field.isManyToMany || state.throughTable(of: field, on: model) != nil
                else { return nil }
                return target
            })
    }
}
