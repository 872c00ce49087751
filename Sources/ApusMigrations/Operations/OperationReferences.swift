import ApusORM

/// What an operation touches: the optimizer moves operations past each other only where neither
/// knows of the other's model or field. In doubt the answer is yes, which costs only brevity.
extension MigrationOperation {
    /// The model the operation works on; nil for a custom step.
    var model: String? {
        switch self {
        case .createModel(let model, _, _, _, _, _, _), .deleteModel(let model),
            .renameModel(let model, _), .alterTable(let model, _),
            .alterTableComment(let model, _), .alterOptions(let model, _),
            .alterUniqueTogether(let model, _), .alterOrder(let model, _),
            .addField(let model, _, _),
            .removeField(_, let model), .alterField(let model, _, _),
            .renameField(_, _, let model), .addIndex(let model, _), .removeIndex(_, let model),
            .renameIndex(_, _, let model), .addConstraint(let model, _),
            .removeConstraint(_, let model), .alterConstraint(let model, _):
            model
        case .sql, .run: nil
        }
    }

    /// The name of the field the operation works on, where it works on one.
    var field: String? {
        switch self {
        case .addField(_, let field, _), .alterField(_, let field, _): field.name
        case .removeField(let field, _), .renameField(let field, _, _): field
        default: nil
        }
    }

    /// Whether it may have to do with the model `model` of `app`.
    func references(model: String, app: String) -> Bool {
        switch self {
        case .createModel(let own, let fields, _, _, _, _, _):
            own == model || fields.contains { $0.refers(to: model, app: app) }
        case .renameModel(let old, let new): old == model || new == model
        case .alterTable(let own, _), .alterTableComment(let own, _), .alterOptions(let own, _),
            .alterUniqueTogether(let own, _), .alterOrder(let own, _), .removeField(_, let own),
            .renameField(_, _, let own):
            own == model
        case .addField(let own, let field, _), .alterField(let own, let field, _):
            own == model || field.refers(to: model, app: app)
        case .deleteModel, .addIndex, .removeIndex, .renameIndex, .addConstraint,
            .removeConstraint, .alterConstraint, .sql, .run:
            true
        }
    }

    /// Whether a field that it makes points at the model `model` of `app`.
    func pointsAt(model: String, app: String) -> Bool {
        switch self {
        case .createModel(_, let fields, _, _, _, _, _):
            fields.contains { $0.refers(to: model, app: app) }
        case .addField(_, let field, _), .alterField(_, let field, _):
            field.refers(to: model, app: app)
        default: false
        }
    }

    /// Whether it may have to do with that field.
    func references(field: String, of model: String, app: String) -> Bool {
        switch self {
        case .addField(let own, let added, _), .alterField(let own, let added, _):
            if own == model {
                if added.name == field { return true }
                if added.generated?.expression.contains(field) ?? false { return true }
            }
            return added.refers(to: model, app: app)
                && (added.reference?.field.map { $0 == field } ?? true)
        case .removeField(let removed, let own): return own == model && removed == field
        case .renameField(let old, let new, let own):
            return own == model && (old == field || new == field)
        case .alterUniqueTogether(let own, let sets):
            return own == model && (sets.isEmpty || sets.contains { $0.contains(field) })
        case .alterOrder(let own, let target):
            return own == model && (target == nil || target == field)
        default: return references(model: model, app: app)
        }
    }
}

extension FieldSchema {
    fileprivate func refers(to model: String, app: String) -> Bool {
        guard let reference else { return false }
        let name = ModelName(app: app, model: model)
        return reference.model.resolved(in: app) == name
            || reference.through?.resolved(in: app) == name
    }
}
