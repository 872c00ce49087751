extension ProjectState {
    /// The table between two models that a many-to-many field makes up; nil where the field names
    /// a model for it.
    func throughTable(of field: FieldSchema, on model: ModelSchema) -> ModelSchema? {
        guard field.isManyToMany, let reference = field.reference, reference.through == nil else {
            return nil
        }
        var near = model.name.model.lowercased()
        var far = reference.model.model.lowercased()
        if reference.model == model.name { (near, far) = ("from_" + near, "to_" + far) }
        return ModelSchema(
            ModelName(
                app: model.name.app, model: "\(model.name.model)_\(field.name.snakeCased)"),
            table: "\(model.table)_\(field.name.snakeCased)",
            fields: [
                .key("id"), .foreignKey(near, to: model.name),
                .foreignKey(far, to: reference.model),
            ],
            uniqueTogether: [[near, far]])
    }

    /// All tables that many-to-many fields of `model` make up.
    func throughTables(of model: ModelSchema) -> [ModelSchema] {
        model.fields.compactMap { throughTable(of: $0, on: model) }
    }
}
