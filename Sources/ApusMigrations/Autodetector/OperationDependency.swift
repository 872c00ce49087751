import ApusORM

/// What must have happened before an operation: something done to a model or a field of it.
struct OperationDependency: Hashable {
    enum Event: Hashable {
        /// The model, or the field, exists.
        case created
        /// The model, or the field, is gone.
        case removed
        /// The model has the name.
        case renamed
        /// The field has been changed.
        case altered
        /// What must be unique together has been changed.
        case uniqueTogetherAltered
        /// The rows' order is no longer one with respect to the field.
        case orderUnset
        /// An index or a constraint has gone.
        case indexOrConstraintRemoved
    }

    var model: ModelName
    var field: String?
    var event: Event

    /// Whether `operation`, of the app that the dependency names, is what it waits for.
    func isMet(by operation: MigrationOperation) -> Bool {
        if case (.renamed, .renameModel(_, model.model)) = (event, operation) { return true }
        guard operation.model == model.model else { return false }
        switch (event, operation) {
        case (.created, .createModel(_, let fields, _, _, _, _, _)):
            return field.map { field in fields.contains { $0.name == field } } ?? true
        case (.created, .addField), (.removed, .removeField), (.altered, .alterField):
            return field != nil && operation.field == field
        case (.removed, .deleteModel): return field == nil
        case (.uniqueTogetherAltered, .alterUniqueTogether): return true
        case (.orderUnset, .alterOrder(_, let target)): return target != field
        case (.indexOrConstraintRemoved, .removeIndex),
            (.indexOrConstraintRemoved, .removeConstraint):
            return true
        default: return false
        }
    }
}

/// An operation that the autodetector found, and what it waits for.
struct GeneratedOperation {
    var operation: MigrationOperation
    var dependencies: [OperationDependency]
}

extension Array<GeneratedOperation> {
    /// The operations of `app` in an order in which each comes after what it waits for, with
    /// as little moved as that takes: level by level, those that wait for nothing left first.
    func sorted(in app: String) throws -> [GeneratedOperation] {
        var order: [Int] = []
        var isListed = Array<Bool>(repeating: false, count: count)
        var waiting = Array<Int>(repeating: 0, count: count)
        var followers = Array<[Int]>(repeating: [], count: count)
        func list(_ index: Int) {
            if !isListed[index] {
                isListed[index] = true
                order.append(index)
            }
        }
        for index in indices {
            list(index)
            for dependency in self[index].dependencies where dependency.model.app == app {
                for other in indices where dependency.isMet(by: self[other].operation) {
                    list(other)
                    waiting[index] += 1
                    followers[other].append(index)
                }
            }
        }
        var ready = order.filter { waiting[$0] == 0 }
        var result: [GeneratedOperation] = []
        while !ready.isEmpty {
            var next: [Int] = []
            for index in ready {
                result.append(self[index])
                for follower in followers[index] {
                    waiting[follower] -= 1
                    if waiting[follower] == 0 { next.append(follower) }
                }
            }
            ready = next
        }
        guard result.count == count else {
            throw MigrationError(
                "The changes to app '\(app)' wait for each other in a circle; "
                    + "make them in two steps.")
        }
        return result.withIndexesAfterFields
    }

    /// The same order, but for indexes and rules over fields that are added later: those come
    /// right after the fields. What waits for nothing can otherwise overtake a field that waits.
    private var withIndexesAfterFields: [GeneratedOperation] {
        var result: [GeneratedOperation] = []
        var held: [(operation: GeneratedOperation, until: Int)] = []
        for (index, generated) in enumerated() {
            let fields = generated.operation.indexedFields
            let last = indices.last { later in
                guard later > index, case .addField(let model, let field, _) = self[later].operation
                else { return false }
                return model == generated.operation.model && fields.contains(field.name)
            }
            if let last {
                held.append((generated, last))
            } else {
                result.append(generated)
            }
            result += held.filter { $0.until == index }.map(\.operation)
            held.removeAll { $0.until == index }
        }
        return result
    }
}

extension MigrationOperation {
    /// The fields that an operation puts an index or a rule on.
    fileprivate var indexedFields: Set<String> {
        switch self {
        case .addIndex(_, let index):
            Set(index.fields.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 })
        case .addConstraint(_, let constraint):
            if case .unique(let fields, _) = constraint.rule { Set(fields) } else { [] }
        case .alterUniqueTogether(_, let sets): Set(sets.joined())
        case .alterOrder(_, let field): field.map { [$0] } ?? []
        default: []
        }
    }
}
