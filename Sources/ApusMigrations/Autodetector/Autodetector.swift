public import ApusORM

/// Finds the operations that lead from one state of a project to another: Django's rules, in
/// Django's order.
///
/// It works on all apps at once, as changes depend on each other across apps; the operations of
/// an app are then sorted, cut into migrations where apps wait for each other, and shortened.
public struct Autodetector {
    let from: ProjectState
    let to: ProjectState
    let ask: MigrationAsker

    var generated: [String: [GeneratedOperation]] = [:]
    /// The models that both states have, by their names in the new one.
    var kept: [ModelName] = []
    var oldNames: Set<ModelName> = []
    var newNames: Set<ModelName> = []
    var oldUnmanaged: Set<ModelName> = []
    var newUnmanaged: Set<ModelName> = []
    /// The old name of each renamed model, by its new one.
    var renamedModels: [ModelName: ModelName] = [:]
    /// The old name of each renamed field.
    var renamedFields: [FieldKey: String] = [:]
    var oldFields: Set<FieldKey> = []
    var newFields: Set<FieldKey> = []

    /// A field of a model, by the model's name in the new state.
    struct FieldKey: Hashable, Comparable {
        var model: ModelName
        var field: String

        static func < (left: FieldKey, right: FieldKey) -> Bool {
            (left.model, left.field) < (right.model, right.field)
        }
    }

    /// An autodetector between two states; `ask` answers what it can't know.
    public init(from: ProjectState, to: ProjectState, ask: @escaping MigrationAsker) {
        self.from = from
        self.to = to
        self.ask = ask
    }

    /// The migrations of each app with changes, named `auto_1`, `auto_2`… until they are given
    /// their place after the app's others. `leaves` holds each app's last migration so far.
    public mutating func migrations(leaves: [String: MigrationID] = [:]) throws
        -> [String: [Migration]]
    {
        try detect()
        for app in generated.keys.sorted() {
            generated[app] = try generated[app]?.sorted(in: app)
        }
        var migrations = try cut(leaves: leaves)
        for (app, list) in migrations {
            for index in list.indices {
                if index > 0 {
                    migrations[app]?[index].dependencies.append(
                        MigrationID(app: app, name: list[index - 1].name))
                }
                migrations[app]?[index].operations = OperationOptimizer.optimized(
                    list[index].operations, app: app)
            }
        }
        return migrations
    }

    private mutating func detect() throws {
        for model in from.models {
            if model.options.isManaged {
                oldNames.insert(model.name)
            } else {
                oldUnmanaged.insert(model.name)
            }
        }
        for model in to.models {
            if model.options.isManaged {
                newNames.insert(model.name)
            } else {
                newUnmanaged.insert(model.name)
            }
        }
        try findRenamedModels()
        kept = oldNames.intersection(newNames).sorted()
        for name in kept {
            for field in old(name)?.fields ?? [] {
                oldFields.insert(FieldKey(model: name, field: field.name))
            }
            for field in to[name]?.fields ?? [] {
                newFields.insert(FieldKey(model: name, field: field.name))
            }
        }
        findDeletedModels()
        findCreatedModels()
        findAlteredOptions()
        findAlteredComments()
        let renames = try findRenamedFields()
        let indexes = indexChanges()
        let constraints = constraintChanges()
        removeConstraints(constraints)
        removeIndexes(indexes)
        renameFields(renames)
        renameIndexes(indexes)
        removeUniqueTogether()
        findRemovedFields()
        try findAddedFields()
        try findAlteredFields()
        findAlteredOrders()
        addUniqueTogether()
        addIndexes(indexes)
        addConstraints(constraints)
        alterConstraints(constraints)
        findAlteredTables()
    }

    /// The old state of a model that both states have, by its new name.
    func old(_ name: ModelName) -> ModelSchema? { from[renamedModels[name] ?? name] }

    mutating func add(
        _ operation: MigrationOperation, of app: String, after: [OperationDependency] = [],
        first: Bool = false
    ) {
        let operation = GeneratedOperation(operation: operation, dependencies: after)
        if first {
            generated[app, default: []].insert(operation, at: 0)
        } else {
            generated[app, default: []].append(operation)
        }
    }

    /// What a field that points at a model waits for: that the model exists.
    func dependencies(of field: FieldSchema) -> [OperationDependency] {
        targets(of: field).map { OperationDependency(model: $0, field: nil, event: .created) }
    }

    /// What a new field that points at a model waits for: that the model exists under its name.
    func dependencies(ofNew field: FieldSchema) -> [OperationDependency] {
        dependencies(of: field)
            + targets(of: field).filter { renamedModels[$0] != nil }.map {
                OperationDependency(model: $0, field: nil, event: .renamed)
            }
    }

    private func targets(of field: FieldSchema) -> [ModelName] {
        guard let reference = field.reference else { return [] }
        return [reference.model] + (reference.through.map { [$0] } ?? [])
    }
}
