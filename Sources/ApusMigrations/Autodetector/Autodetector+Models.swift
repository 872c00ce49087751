import ApusORM

extension Autodetector {
    /// A model that is gone and one that is new with the same fields may be one that was renamed.
    mutating func findRenamedModels() throws {
        for name in newNames.subtracting(oldNames).sorted() {
            guard let model = to[name] else { continue }
            let fields = model.fields.sorted { $0.name < $1.name }.map(\.shapeWithoutTarget)
            for gone in oldNames.subtracting(newNames).sorted() where gone.app == name.app {
                guard let removed = from[gone],
                    removed.fields.sorted(by: { $0.name < $1.name }).map(\.shapeWithoutTarget)
                        == fields,
                    try ask(.renameModel(gone, to: name.model)) == .yes
                else { continue }
                var after = model.fields.flatMap { dependencies(of: $0) }
                // A new model whose key points here waits for the new name instead.
                after += to.references(to: name).filter {
                    !$0.field.isPrimaryKey || from[$0.model.name] != nil
                }.map { OperationDependency(model: $0.model.name, field: nil, event: .created) }
                add(.renameModel(gone.model, to: name.model), of: name.app, after: after)
                renamedModels[name] = gone
                oldNames.remove(gone)
                oldNames.insert(name)
                break
            }
        }
    }

    /// Relations go first, each by itself, so that no two models wait for each other; where they
    /// needn't have, the optimizer takes that back.
    mutating func findDeletedModels() {
        let deleted = oldNames.subtracting(newNames.union(newUnmanaged)).sorted()
        let deletedUnmanaged = oldUnmanaged.subtracting(newNames.union(newUnmanaged)).sorted()
        for name in deleted + deletedUnmanaged {
            guard let model = from[name] else { continue }
            let relations = model.fields.filter { $0.reference != nil }.map(\.name).sorted()
            if !model.uniqueTogether.isEmpty {
                add(.alterUniqueTogether(name.model, []), of: name.app)
            }
            for index in model.indexes {
                add(.removeIndex(index.name, from: name.model), of: name.app)
            }
            for constraint in model.constraints {
                add(.removeConstraint(constraint.name, from: name.model), of: name.app)
            }
            for field in relations {
                add(
                    .removeField(field, from: name.model), of: name.app,
                    after: [
                        OperationDependency(
                            model: name, field: field, event: .indexOrConstraintRemoved)
                    ])
            }
            var after: [OperationDependency] = []
            for (pointing, field) in from.references(to: name) {
                after.append(
                    OperationDependency(model: pointing.name, field: field.name, event: .removed))
                if !field.isManyToMany {
                    after.append(
                        OperationDependency(
                            model: pointing.name, field: field.name, event: .altered))
                }
            }
            after += relations.map {
                OperationDependency(model: name, field: $0, event: .removed)
            }
            for user in from.models {
                for field in user.fields where field.reference?.through == name {
                    after.append(
                        OperationDependency(model: user.name, field: field.name, event: .removed))
                }
            }
            add(.deleteModel(name.model), of: name.app, after: after)
        }
    }

    mutating func findCreatedModels() {
        let known = oldNames.union(oldUnmanaged)
        let added = newNames.subtracting(known).sorted().reversed()
        let addedUnmanaged = newUnmanaged.subtracting(known).sorted().reversed()
        for name in Array(added) + Array(addedUnmanaged) {
            guard let model = to[name] else { continue }
            let relations = model.fields
                .filter { $0.reference != nil && !$0.isPrimaryKey }
                .sorted { $0.name < $1.name }
            var after = [OperationDependency(model: name, field: nil, event: .removed)]
            if let key = model.primaryKey { after += dependencies(ofNew: key) }
            var created = model
            created.fields.removeAll { field in relations.contains { $0.name == field.name } }
            created.indexes = []
            created.constraints = []
            created.uniqueTogether = []
            created.options.orderWithRespectTo = nil
            add(.createModel(created), of: name.app, after: after, first: true)
            guard model.options.isManaged else { continue }
            let exists = OperationDependency(model: name, field: nil, event: .created)
            for field in relations {
                add(
                    .addField(to: name.model, field), of: name.app,
                    after: dependencies(ofNew: field) + [exists])
            }
            if let field = model.options.orderWithRespectTo {
                add(
                    .alterOrder(name.model, withRespectTo: field), of: name.app,
                    after: [
                        OperationDependency(model: name, field: field, event: .created), exists,
                    ])
            }
            let complete =
                relations.map {
                    OperationDependency(model: name, field: $0.name, event: .created)
                } + [exists]
            for index in model.indexes {
                add(.addIndex(to: name.model, index), of: name.app, after: complete)
            }
            for constraint in model.constraints {
                add(.addConstraint(to: name.model, constraint), of: name.app, after: complete)
            }
            if !model.uniqueTogether.isEmpty {
                add(
                    .alterUniqueTogether(name.model, model.uniqueTogether), of: name.app,
                    after: complete)
            }
        }
    }

    mutating func findAlteredOptions() {
        let unmanaged = oldUnmanaged.intersection(newUnmanaged)
        let adopted = oldUnmanaged.intersection(newNames)
        let released = oldNames.intersection(newUnmanaged)
        for name in Set(kept).union(unmanaged).union(adopted).union(released).sorted() {
            guard var options = to[name]?.options, var oldOptions = old(name)?.options else {
                continue
            }
            options.comment = nil
            options.orderWithRespectTo = nil
            oldOptions.comment = nil
            oldOptions.orderWithRespectTo = nil
            if options != oldOptions { add(.alterOptions(name.model, options), of: name.app) }
        }
    }

    mutating func findAlteredOrders() {
        for name in kept {
            let field = to[name]?.options.orderWithRespectTo
            guard field != old(name)?.options.orderWithRespectTo else { continue }
            let after = field.map {
                [OperationDependency(model: name, field: $0, event: .created)]
            }
            add(.alterOrder(name.model, withRespectTo: field), of: name.app, after: after ?? [])
        }
    }

    mutating func findAlteredComments() {
        for name in keptAndUnmanaged {
            guard let model = to[name], let oldModel = old(name) else { continue }
            if model.options.comment != oldModel.options.comment {
                add(.alterTableComment(name.model, model.options.comment), of: name.app)
            }
        }
    }

    mutating func findAlteredTables() {
        for name in keptAndUnmanaged {
            guard let model = to[name], let oldModel = old(name) else { continue }
            let table = model.table == name.impliedTable ? nil : model.table
            let oldTable = oldModel.table == oldModel.name.impliedTable ? nil : oldModel.table
            if table != oldTable { add(.alterTable(name.model, to: table), of: name.app) }
        }
    }

    private var keptAndUnmanaged: [ModelName] {
        Set(kept).union(oldUnmanaged.intersection(newUnmanaged)).sorted()
    }
}
