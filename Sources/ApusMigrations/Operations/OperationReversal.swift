import ApusORM

extension MigrationOperation {
    /// The operation that undoes this one, where `before` is the state before it and `after` the
    /// one after. Throws where a custom step has no way back.
    func reversed(app: String, before: ProjectState, after: ProjectState) throws
        -> MigrationOperation
    {
        func name(_ model: String) -> ModelName { ModelName(app: app, model: model) }
        func missing(_ what: String) -> MigrationError {
            MigrationError("\(app): \(description) can't be undone, as there is no \(what).")
        }
        switch self {
        case .createModel(let model, _, _, _, _, _, _): return .deleteModel(model)
        case .deleteModel(let model):
            guard let schema = before[name(model)] else { throw missing("model \(model)") }
            return .createModel(schema)
        case .renameModel(let old, let new): return .renameModel(new, to: old)
        case .alterTable(let model, _):
            return .alterTable(model, to: before[name(model)]?.table)
        case .alterTableComment(let model, _):
            return .alterTableComment(model, before[name(model)]?.options.comment)
        case .alterOptions(let model, _):
            return .alterOptions(model, before[name(model)]?.options ?? ModelOptions())
        case .alterUniqueTogether(let model, _):
            return .alterUniqueTogether(model, before[name(model)]?.uniqueTogether ?? [])
        case .alterOrder(let model, _):
            return .alterOrder(
                model, withRespectTo: before[name(model)]?.options.orderWithRespectTo)
        case .addField(let model, let field, _): return .removeField(field.name, from: model)
        case .removeField(let field, let model):
            guard let schema = before[name(model)]?.field(field) else {
                throw missing("field \(field)")
            }
            return .addField(to: model, schema)
        case .alterField(let model, let field, _):
            guard let schema = before[name(model)]?.field(field.name) else {
                throw missing("field \(field.name)")
            }
            return .alterField(on: model, schema)
        case .renameField(let old, let new, let model):
            return .renameField(new, to: old, on: model)
        case .addIndex(let model, let index): return .removeIndex(index.name, from: model)
        case .removeIndex(let index, let model):
            guard let schema = before[name(model)]?.indexes.first(where: { $0.name == index })
            else { throw missing("index \(index)") }
            return .addIndex(to: model, schema)
        case .renameIndex(let old, let new, let model):
            return .renameIndex(new, to: old, on: model)
        case .addConstraint(let model, let constraint):
            return .removeConstraint(constraint.name, from: model)
        case .removeConstraint(let constraint, let model):
            guard
                let schema = before[name(model)]?.constraints.first(where: {
                    $0.name == constraint
                })
            else { throw missing("constraint \(constraint)") }
            return .addConstraint(to: model, schema)
        case .alterConstraint(let model, let constraint):
            guard
                let schema = before[name(model)]?.constraints.first(where: {
                    $0.name == constraint.name
                })
            else { throw missing("constraint \(constraint.name)") }
            return .alterConstraint(on: model, schema)
        case .sql(let sql, let reverse):
            guard let reverse else { throw irreversible }
            return .sql(reverse, reverse: sql)
        case .run(let body, let reverse):
            guard let reverse else { throw irreversible }
            return .run(reverse, reverse: body)
        }
    }

    private var irreversible: MigrationError {
        MigrationError(
            "\(description) has no reverse, so its migration can't be undone. "
                + "Give the step a `reverse:`.")
    }
}
