extension ModelSchema {
    /// The table in between that the many-to-many field `field` of `owner` makes up.
    static func through(
        _ field: FieldSchema, of owner: ModelSchema, to target: ModelName
    ) -> ModelSchema {
        var near = owner.name.model.lowercased()
        var far = target.model.lowercased()
        if target == owner.name { (near, far) = ("from_" + near, "to_" + far) }
        return ModelSchema(
            ModelName(
                app: owner.name.app, model: "\(owner.name.model)_\(field.name.snakeCased)"),
            table: "\(owner.table)_\(field.name.snakeCased)",
            fields: [.key("id"), .foreignKey(near, to: owner.name), .foreignKey(far, to: target)],
            uniqueTogether: [[near, far]])
    }
}

extension ProjectState {
    /// The table between two models that a many-to-many field makes up; nil where the field names
    /// a model for it.
    package func throughTable(of field: FieldSchema, on model: ModelSchema) -> ModelSchema? {
        guard field.isManyToMany, let reference = field.reference, reference.through == nil else {
            return nil
        }
        return .through(field, of: model, to: reference.model)
    }

    /// All tables that many-to-many fields of `model` make up.
    package func throughTables(of model: ModelSchema) -> [ModelSchema] {
        model.fields.compactMap { throughTable(of: $0, on: model) }
    }
}
