import ApusORM

extension Autodetector {
    /// A field that is gone and a new one of the same shape may be one that was renamed.
    mutating func findRenamedFields() throws -> [(key: FieldKey, old: FieldSchema)] {
        var renames: [(key: FieldKey, old: FieldSchema)] = []
        var oldFields = oldFields
        for key in newFields.subtracting(oldFields).sorted() {
            guard let field = to[key.model]?.field(key.field) else { continue }
            for gone in oldFields.subtracting(newFields).sorted() where gone.model == key.model {
                guard let oldField = old(key.model)?.field(gone.field) else { continue }
                var shape = oldField.shape
                if let target = shape.reference?.model, let new = newName(of: target) {
                    shape.reference?.model = new
                }
                var shapeWithColumn = shape
                shapeWithColumn.column = oldField.column
                guard shape == field.shape || shapeWithColumn == field.shape,
                    try ask(.renameField(gone.field, to: field, on: key.model)) == .yes
                else { continue }
                renames.append((key, oldField))
                oldFields.remove(gone)
                oldFields.insert(key)
                renamedFields[key] = gone.field
                break
            }
        }
        return renames
    }

    mutating func renameFields(_ renames: [(key: FieldKey, old: FieldSchema)]) {
        for (key, oldField) in renames {
            guard let field = to[key.model]?.field(key.field) else { continue }
            if oldField.shape.column != field.shape.column {
                // A column that keeps its name is given it first, so that renaming leaves it.
                var named = field.renamed(to: oldField.name)
                named.column = field.column
                add(.alterField(on: key.model.model, named), of: key.model.app)
            }
            add(
                .renameField(oldField.name, to: key.field, on: key.model.model), of: key.model.app)
            oldFields.remove(FieldKey(model: key.model, field: oldField.name))
            oldFields.insert(key)
        }
    }

    mutating func findRemovedFields() {
        for key in oldFields.subtracting(newFields).sorted() { removeField(key) }
    }

    private mutating func removeField(_ key: FieldKey) {
        var after = [
            OperationDependency(model: key.model, field: key.field, event: .orderUnset),
            OperationDependency(model: key.model, field: key.field, event: .uniqueTogetherAltered),
            OperationDependency(
                model: key.model, field: key.field, event: .indexOrConstraintRemoved),
        ]
        let column = old(key.model)?.field(key.field)?.column ?? key.field
        for field in old(key.model)?.fields ?? [] {
            if let expression = field.generated?.expression, expression.contains(column) {
                after.append(
                    OperationDependency(model: key.model, field: field.name, event: .removed))
            }
        }
        add(.removeField(key.field, from: key.model.model), of: key.model.app, after: after)
    }

    mutating func findAddedFields() throws {
        for key in newFields.subtracting(oldFields).sorted() { try addField(key) }
    }

    private mutating func addField(_ key: FieldKey) throws {
        guard let field = to[key.model]?.field(key.field) else { return }
        var after = [OperationDependency(model: key.model, field: key.field, event: .removed)]
        after += dependencies(ofNew: field)
        if let expression = field.generated?.expression {
            for other in newFields.subtracting(oldFields).sorted() where other.model == key.model {
                let column = to[other.model]?.field(other.field)?.column ?? other.field
                if other != key, expression.contains(column) {
                    after.append(
                        OperationDependency(model: other.model, field: other.field, event: .created)
                    )
                }
            }
        }
        let oneOff: SQLValue? =
            field.fillsItself
            ? nil
            : try value(
                for: field.autoNow == nil
                    ? .addition(asked(field), to: key.model)
                    : .automaticAddition(asked(field), to: key.model))
        add(.addField(to: key.model.model, field, oneOff: oneOff), of: key.model.app, after: after)
    }

    mutating func findAlteredFields() throws {
        for key in oldFields.intersection(newFields).sorted() {
            let oldFieldName = renamedFields[key] ?? key.field
            guard let field = to[key.model]?.field(key.field),
                let oldField = old(key.model)?.field(oldFieldName)
            else { continue }
            // What renaming a model or a field does to the fields that point at it is not a
            // change of theirs.
            var compared = field
            if let target = field.reference?.model {
                if let oldTarget = renamedModels[target] { compared.reference?.model = oldTarget }
                if let pointed = field.reference?.field,
                    let old = renamedFields[FieldKey(model: target, field: pointed)]
                {
                    compared.reference?.model = oldField.reference?.model ?? target
                    compared.reference?.field = old == "id" ? nil : old
                }
            }
            if let through = field.reference?.through, let old = renamedModels[through] {
                compared.reference?.through = old
            }
            guard compared.shape != oldField.shape, oldFieldName == key.field else { continue }
            guard field.isManyToMany == oldField.isManyToMany else {
                removeField(key)
                try addField(key)
                continue
            }
            var oneOff: SQLValue?
            if oldField.isNullable, !field.isNullable, field.defaultValue == nil,
                field.databaseDefault == nil, !field.isManyToMany
            {
                switch try ask(.alteration(asked(field), on: key.model)) {
                case .value(let value): oneOff = value
                default: break
                }
            }
            add(
                .alterField(on: key.model.model, field, oneOff: oneOff), of: key.model.app,
                after: dependencies(ofNew: field))
        }
    }

    /// The value for existing rows; nil where the migration finds it.
    private func value(for question: MigrationQuestion) throws -> SQLValue? {
        switch (try ask(question), question) {
        case (.value(let value), _): return value
        case (.now, .automaticAddition): return nil
        default:
            throw MigrationError(
                "A new field that takes no NULL needs a default or a value for existing rows.",
                exitStatus: 3)
        }
    }

    /// A field as questions have it.
    private func asked(_ field: FieldSchema) -> FieldSchema {
        var field = field
        field.type = to.storedType(of: field)
        return field
    }

    private func newName(of old: ModelName) -> ModelName? {
        renamedModels.first { $0.value == old }?.key
    }
}

extension FieldSchema {
    /// Whether rows that exist can get this field without anyone saying what they hold in it.
    var fillsItself: Bool {
        isNullable || defaultValue != nil || databaseDefault != nil || isManyToMany
            || generated != nil || autoNow == .onSave || type.isGenerated
            || (isBlank && reference == nil && type.allowsEmptyText)
    }
}
