public import ApusORM

extension ProjectState {
    /// Takes one operation of a migration of `app` into account.
    ///
    /// Throws `MigrationError` where the operation speaks of what doesn't exist at this point.
    public mutating func apply(_ operation: MigrationOperation, app: String) throws {
        switch operation {
        case .createModel(
            let model, let fields, let table, let indexes, let uniqueTogether, let constraints,
            let options):
            let name = ModelName(app: app, model: model)
            guard self[name] == nil else {
                throw MigrationError("\(app) creates model \(model), which exists already.")
            }
            var schema = ModelSchema(
                name, table: table, fields: fields, indexes: indexes,
                uniqueTogether: uniqueTogether, constraints: constraints, options: options)
            schema.qualifyReferences()
            self[name] = schema
        case .deleteModel(let model):
            _ = try find(model, app)
            self[ModelName(app: app, model: model)] = nil
        case .renameModel(let old, let new):
            try rename(old, to: new, app: app)
        case .alterTable(let model, let table):
            try change(model, app) { $0.table = table ?? $0.name.impliedTable }
        case .alterTableComment(let model, let comment):
            try change(model, app) { $0.options.comment = comment }
        case .alterOptions(let model, let options):
            try change(model, app) {
                let old = $0.options
                $0.options = options
                $0.options.comment = old.comment
                $0.options.orderWithRespectTo = old.orderWithRespectTo
            }
        case .alterUniqueTogether(let model, let sets):
            try change(model, app) {
                try $0.requireColumns(sets.joined().map { $0 })
                $0.uniqueTogether = sets
            }
        case .alterOrder(let model, let field):
            try change(model, app) { $0.options.orderWithRespectTo = field }
        case .addField(let model, var field, _):
            field.qualifyReference(in: app)
            try change(model, app) {
                guard $0.field(field.name) == nil else {
                    throw MigrationError(
                        "\(app) adds field \(field.name) to \(model), which has one already.")
                }
                $0.fields.append(field)
            }
        case .removeField(let field, let model):
            try change(model, app) { $0.fields.remove(at: try $0.position(of: field)) }
        case .alterField(let model, var field, _):
            field.qualifyReference(in: app)
            try change(model, app) { $0.fields[try $0.position(of: field.name)] = field }
        case .renameField(let old, let new, let model):
            try rename(field: old, to: new, of: model, app: app)
        case .addIndex(let model, let index):
            try change(model, app) {
                try $0.requireColumns(
                    index.fields.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 })
                $0.indexes.append(index)
            }
        case .removeIndex(let name, let model):
            try change(model, app) { $0.indexes.remove(at: try $0.position(ofIndex: name)) }
        case .renameIndex(let old, let new, let model):
            try change(model, app) { $0.indexes[try $0.position(ofIndex: old)].name = new }
        case .addConstraint(let model, let constraint):
            try change(model, app) {
                if case .unique(let fields, _) = constraint.rule {
                    try $0.requireColumns(fields)
                }
                $0.constraints.append(constraint)
            }
        case .removeConstraint(let name, let model):
            try change(model, app) {
                $0.constraints.remove(at: try $0.position(ofConstraint: name))
            }
        case .alterConstraint(let model, let constraint):
            try change(model, app) {
                $0.constraints[try $0.position(ofConstraint: constraint.name)] = constraint
            }
        case .sql, .run:
            break
        }
    }

    /// Throws where a field of `model` points at what doesn't exist: its column would get any type
    /// and no foreign key.
    func requireTargets(of model: ModelSchema) throws {
        for field in model.fields {
            guard let reference = field.reference else { continue }
            let name = reference.model
            guard let target = self[name] else {
                throw MigrationError(
                    "The field \(model.name).\(field.name) points at \(name), but app "
                        + "'\(name.app)' has no model \(name.model) at this point of the "
                        + "migrations.")
            }
            if let pointed = reference.field, target.field(pointed) == nil {
                throw MigrationError(
                    "The field \(model.name).\(field.name) points at a field \(pointed) that "
                        + "\(name) doesn't have at this point of the migrations.")
            }
        }
    }

    private func find(_ model: String, _ app: String) throws -> ModelSchema {
        guard let schema = self[ModelName(app: app, model: model)] else {
            throw MigrationError("\(app) has no model \(model) at this point of its migrations.")
        }
        return schema
    }

    private mutating func change(
        _ model: String, _ app: String, _ body: (inout ModelSchema) throws -> Void
    ) throws {
        var schema = try find(model, app)
        try body(&schema)
        self[schema.name] = schema
    }

    private mutating func rename(_ old: String, to new: String, app: String) throws {
        var schema = try find(old, app)
        let oldName = schema.name
        let newName = ModelName(app: app, model: new)
        if schema.table == oldName.impliedTable { schema.table = newName.impliedTable }
        schema.name = newName
        self[oldName] = nil
        self[newName] = schema
        for var model in models {
            for index in model.fields.indices {
                if model.fields[index].reference?.model == oldName {
                    model.fields[index].reference?.model = newName
                }
                if model.fields[index].reference?.through == oldName {
                    model.fields[index].reference?.through = newName
                }
            }
            self[model.name] = model
        }
    }

    private mutating func rename(
        field old: String, to new: String, of model: String, app: String
    ) throws {
        try change(model, app) { schema in
            let position = try schema.position(of: old)
            schema.fields[position] = schema.fields[position].renamed(to: new)
            schema.renameFieldInIndexes(old, to: new)
            if schema.options.orderWithRespectTo == old { schema.options.orderWithRespectTo = new }
        }
        let target = ModelName(app: app, model: model)
        for (var pointing, field) in references(to: target) where field.reference?.field == old {
            guard let position = pointing.fields.firstIndex(of: field) else { continue }
            pointing.fields[position].reference?.field = new
            self[pointing.name] = pointing
        }
    }
}

extension ModelSchema {
    fileprivate func position(of field: String) throws -> Int {
        guard let position = fields.firstIndex(where: { $0.name == field }) else {
            throw MigrationError(
                "\(name) has no field \(field) at this point of its migrations.")
        }
        return position
    }

    /// Throws where one of these isn't a field with a column. SQLite would take the name in an
    /// index for a text and index that.
    fileprivate func requireColumns(_ fields: [String]) throws {
        for field in fields where self.field(field)?.isManyToMany ?? true {
            throw MigrationError(
                "\(name) has no column for a field \(field) at this point of its migrations.")
        }
    }

    fileprivate func position(ofIndex index: String) throws -> Int {
        guard let position = indexes.firstIndex(where: { $0.name == index }) else {
            throw MigrationError(
                "\(name) has no index \(index) at this point of its migrations.")
        }
        return position
    }

    fileprivate func position(ofConstraint constraint: String) throws -> Int {
        guard let position = constraints.firstIndex(where: { $0.name == constraint }) else {
            throw MigrationError(
                "\(name) has no constraint \(constraint) at this point of its migrations.")
        }
        return position
    }

    fileprivate mutating func renameFieldInIndexes(_ old: String, to new: String) {
        uniqueTogether = uniqueTogether.map { $0.map { $0 == old ? new : $0 } }
        for index in indexes.indices {
            indexes[index].fields = indexes[index].fields.map {
                $0 == old ? new : $0 == "-" + old ? "-" + new : $0
            }
        }
        for index in constraints.indices {
            if case .unique(let fields, let condition) = constraints[index].rule {
                constraints[index].rule = .unique(
                    fields: fields.map { $0 == old ? new : $0 }, condition: condition)
            }
        }
    }
}
