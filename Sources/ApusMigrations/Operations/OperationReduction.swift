import ApusORM

/// What becomes of an operation when another follows it.
enum OperationReduction {
    /// The two are the same as these operations.
    case replaced([MigrationOperation])
    /// They stay two, but may change places.
    case passes
    /// They stay two, in this order.
    case blocked

    fileprivate init(passes: Bool) { self = passes ? .passes : .blocked }
}

extension MigrationOperation {
    /// What becomes of this operation and `next`, in migrations of `app`.
    func reduced(with next: MigrationOperation, app: String) -> OperationReduction {
        // After the renaming, this one would point at a name that is gone.
        if case .renameModel(let old, _) = next, model != old, pointsAt(model: old, app: app) {
            return .blocked
        }
        switch self {
        case .createModel(let model, _, _, _, _, _, _):
            if case .deleteModel(model) = next { return .replaced([]) }
            if let created = absorbed(next, app: app) { return .replaced([created]) }
            return OperationReduction(passes: !next.references(model: model, app: app))
        case .deleteModel(let model):
            return OperationReduction(passes: !next.references(model: model, app: app))
        case .renameModel(let old, let new):
            if case .renameModel(new, let newer) = next {
                return .replaced([.renameModel(old, to: newer)])
            }
            let touches =
                next.references(model: old, app: app) || next.references(model: new, app: app)
            return OperationReduction(passes: !touches)
        case .alterTable(let model, _), .alterTableComment(let model, _),
            .alterOptions(let model, _), .alterUniqueTogether(let model, _),
            .alterOrder(let model, _):
            if next.model == model, next.supersedes(self) { return .replaced([next]) }
            return OperationReduction(passes: !next.references(model: model, app: app))
        case .addField(let model, let field, let oneOff):
            return reducedAddition(of: field, to: model, oneOff, with: next, app: app)
        case .removeField(let field, let model):
            if case .deleteModel(model) = next { return .replaced([next]) }
            return passing(next, field: field, of: model, app: app)
        case .alterField(let model, let field, let oneOff):
            switch next {
            case .alterField(model, let other, let newer) where other.name == field.name:
                return .replaced([.alterField(on: model, other, oneOff: newer ?? oneOff)])
            case .removeField(field.name, model): return .replaced([next])
            case .renameField(field.name, let new, model) where field.namedColumn == nil:
                return .replaced([
                    next, .alterField(on: model, field.renamed(to: new), oneOff: oneOff),
                ])
            default: return passing(next, field: field.name, of: model, app: app)
            }
        case .renameField(let old, let new, let model):
            if case .renameField(new, let newer, model) = next {
                return .replaced([.renameField(old, to: newer, on: model)])
            }
            let touches =
                next.references(field: old, of: model, app: app)
                || next.references(field: new, of: model, app: app)
            return OperationReduction(passes: !touches)
        case .addIndex, .renameIndex, .addConstraint, .alterConstraint:
            return reducedIndex(with: next)
        case .removeIndex, .removeConstraint, .sql, .run:
            return .blocked
        }
    }

    private func passing(
        _ next: MigrationOperation, field: String, of model: String, app: String
    ) -> OperationReduction {
        OperationReduction(passes: !next.references(field: field, of: model, app: app))
    }

    /// Whether this operation makes `previous`, one that sets an option of the same model, idle.
    private func supersedes(_ previous: MigrationOperation) -> Bool {
        switch (previous, self) {
        case (_, .deleteModel), (.alterTable, .alterTable), (.alterOptions, .alterOptions),
            (.alterTableComment, .alterTableComment),
            (.alterUniqueTogether, .alterUniqueTogether), (.alterOrder, .alterOrder):
            true
        default: false
        }
    }

    private func reducedAddition(
        of field: FieldSchema, to model: String, _ oneOff: SQLValue?,
        with next: MigrationOperation, app: String
    ) -> OperationReduction {
        switch next {
        case .alterField(model, let altered, let newer) where altered.name == field.name:
            .replaced([.addField(to: model, altered, oneOff: newer ?? oneOff)])
        case .removeField(field.name, model): .replaced([])
        case .renameField(field.name, let new, model):
            .replaced([.addField(to: model, field.renamed(to: new), oneOff: oneOff)])
        default: passing(next, field: field.name, of: model, app: app)
        }
    }

    private func reducedIndex(with next: MigrationOperation) -> OperationReduction {
        guard next.model == model, let model else { return .blocked }
        switch (self, next) {
        case (.addIndex(_, let index), .removeIndex(let removed, _)) where index.name == removed:
            return .replaced([])
        case (.addIndex(_, var index), .renameIndex(let old, let new, _)) where index.name == old:
            index.name = new
            return .replaced([.addIndex(to: model, index)])
        case (.renameIndex(let old, let new, _), .renameIndex(let next, let newer, _))
        where new == next:
            return .replaced([.renameIndex(old, to: newer, on: model)])
        case (.addConstraint(_, let constraint), .removeConstraint(let removed, _))
        where constraint.name == removed:
            return .replaced([])
        case (.addConstraint(_, let constraint), .alterConstraint(_, let altered))
        where constraint.name == altered.name:
            return .replaced([.addConstraint(to: model, altered)])
        case (.alterConstraint(_, let constraint), .alterConstraint(_, let altered))
        where constraint.name == altered.name:
            return .replaced([next])
        case (.alterConstraint(_, let constraint), .removeConstraint(let removed, _))
        where constraint.name == removed:
            return .replaced([next])
        default: return .blocked
        }
    }

    /// The creation of this model with what `next` does to it already done; nil where `next` is
    /// about something else.
    private func absorbed(_ next: MigrationOperation, app: String) -> MigrationOperation? {
        guard case .createModel(let model, _, _, _, _, _, _) = self, next.model == model else {
            return nil
        }
        // The fold that makes states does the work; a failing one is left for it to report.
        var state = ProjectState()
        guard (try? state.apply(self, app: app)) != nil,
            (try? state.apply(next, app: app)) != nil, let schema = state.models.first
        else { return nil }
        return .createModel(schema)
    }

    /// The operation that makes a model's table as `schema` says.
    static func createModel(_ schema: ModelSchema) -> MigrationOperation {
        .createModel(
            schema.name.model, fields: schema.fields,
            table: schema.table == schema.name.impliedTable ? nil : schema.table,
            indexes: schema.indexes, uniqueTogether: schema.uniqueTogether,
            constraints: schema.constraints, options: schema.options)
    }
}
