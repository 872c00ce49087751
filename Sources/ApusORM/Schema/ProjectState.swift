/// All models of a project at one moment: what the operations of its migrations add up to, or
/// what its code declares now.
public struct ProjectState: Hashable, Sendable {
    private var schemas: [ModelName: ModelSchema]

    /// The state in which `models` exist.
    public init(models: [ModelSchema] = []) {
        schemas = Dictionary(models.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        for name in schemas.keys { schemas[name]?.qualifyReferences() }
    }

    /// The model of that name.
    public subscript(name: ModelName) -> ModelSchema? {
        get { schemas[name] }
        set { schemas[name] = newValue }
    }

    /// The models, by app and then by name.
    public var models: [ModelSchema] { schemas.values.sorted { $0.name < $1.name } }

    /// The names of the models.
    public var names: Set<ModelName> { Set(schemas.keys) }

    /// The fields, of this model and of others, that point at `name`.
    package func references(to name: ModelName) -> [(model: ModelSchema, field: FieldSchema)] {
        models.flatMap { model in
            model.fields.filter { $0.reference?.model == name }.map { (model, $0) }
        }
    }
}

extension ModelName: Comparable {
    /// By app, then by name without regard to case, as tables are named.
    public static func < (left: ModelName, right: ModelName) -> Bool {
        (left.app, left.model.lowercased(), left.model)
            < (right.app, right.model.lowercased(), right.model)
    }

    /// This name with `app` where it names none.
    package func resolved(in app: String) -> ModelName {
        self.app.isEmpty ? ModelName(app: app, model: model) : self
    }
}

extension ModelSchema {
    /// Gives references without an app this model's own.
    package mutating func qualifyReferences() {
        for index in fields.indices { fields[index].qualifyReference(in: name.app) }
    }
}

extension FieldSchema {
    /// Gives a reference without an app the app `app`.
    package mutating func qualifyReference(in app: String) {
        guard var reference else { return }
        reference.model = reference.model.resolved(in: app)
        reference.through = reference.through?.resolved(in: app)
        self.reference = reference
    }
}
