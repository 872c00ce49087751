package import ApusORM

/// What the compiler can't see wrong with models: Django's checks by its ids and with its texts,
/// hints in the words of Apus.
package struct ModelChecks {
    let models: [ModelSchema]
    private let byName: [ModelName: ModelSchema]

    /// Checks of all the models of a site: a reference may lead to any of them.
    package init(_ models: [ModelSchema]) {
        self.models = models
        byName = Dictionary(models.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What is wrong with the models of `apps`, and with all where that is nil.
    package func messages(apps: Set<String>? = nil) -> [CheckMessage] {
        let chosen = models.filter { apps?.contains($0.name.app) ?? true }
        var messages: [CheckMessage] = []
        for model in chosen {
            for field in model.fields {
                messages += FieldChecks(field, of: model).messages
                messages += RelationChecks(field, of: model, in: self).messages
            }
            messages += OptionChecks(model, in: self).messages
        }
        return messages + sharedTables(chosen) + sharedNames(chosen)
    }

    /// The model that a field points at; a name without an app is of the field's own.
    func target(of reference: ForeignKeyReference, from model: ModelSchema) -> ModelSchema? {
        self[reference.model, from: model]
    }

    /// The model of that name; one without an app is of `model`'s own.
    subscript(name: ModelName, from model: ModelSchema) -> ModelSchema? {
        byName[
            name.app.isEmpty ? ModelName(app: model.name.app, model: name.model) : name]
    }

    private func sharedTables(_ models: [ModelSchema]) -> [CheckMessage] {
        var tables: [String: [String]] = [:]
        for model in models where model.options.isManaged {
            tables[model.table, default: []].append("\(model.name)")
        }
        return tables.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { table, names in
            CheckMessage(
                .error, "models.E028",
                "db_table '\(table)' is used by multiple models: "
                    + names.joined(separator: ", ") + ".", object: table)
        }
    }

    /// Names of indexes and constraints: a database has each once.
    private func sharedNames(_ models: [ModelSchema]) -> [CheckMessage] {
        func shared(
            _ what: String, _ ids: (String, String), _ names: (ModelSchema) -> [String]
        ) -> [CheckMessage] {
            var users: [String: [String]] = [:]
            for model in models {
                for name in names(model) { users[name, default: []].append("\(model.name)") }
            }
            return users.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
                let labels = Set($0.value).sorted()
                let isOne = labels.count == 1
                return CheckMessage(
                    .error, isOne ? ids.0 : ids.1,
                    "\(what) name '\($0.key)' is not unique \(isOne ? "for model" : "among models:") "
                        + labels.joined(separator: ", ") + ".")
            }
        }
        return shared("index", ("models.E029", "models.E030")) { $0.indexes.map(\.name) }
            + shared("constraint", ("models.E031", "models.E032")) { $0.constraints.map(\.name) }
    }
}
