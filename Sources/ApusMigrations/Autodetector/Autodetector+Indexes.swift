import ApusORM

extension Autodetector {
    struct IndexChanges {
        var added: [IndexSchema] = []
        var removed: [IndexSchema] = []
        var renamed: [(old: String, new: String)] = []
    }

    struct ConstraintChanges {
        var added: [ConstraintSchema] = []
        var removed: [ConstraintSchema] = []
        var altered: [ConstraintSchema] = []
    }

    func indexChanges() -> [(model: ModelName, changes: IndexChanges)] {
        kept.map { name in
            let new = to[name]?.indexes ?? []
            let old = old(name)?.indexes ?? []
            var changes = IndexChanges()
            changes.added = new.filter { !old.contains($0) }
            changes.removed = old.filter { !new.contains($0) }
            var renamedOld: [IndexSchema] = []
            var renamedNew: [IndexSchema] = []
            for added in changes.added {
                for removed in changes.removed where removed.isNamesake(of: added) {
                    changes.renamed.append((removed.name, added.name))
                    renamedOld.append(removed)
                    renamedNew.append(added)
                }
            }
            changes.added.removeAll(where: renamedNew.contains)
            changes.removed.removeAll(where: renamedOld.contains)
            return (name, changes)
        }
    }

    mutating func addIndexes(_ indexes: [(model: ModelName, changes: IndexChanges)]) {
        for (name, changes) in indexes {
            for index in changes.added {
                add(
                    .addIndex(to: name.model, index), of: name.app,
                    after: relationDependencies(of: name))
            }
        }
    }

    mutating func removeIndexes(_ indexes: [(model: ModelName, changes: IndexChanges)]) {
        for (name, changes) in indexes {
            for index in changes.removed {
                add(.removeIndex(index.name, from: name.model), of: name.app)
            }
        }
    }

    mutating func renameIndexes(_ indexes: [(model: ModelName, changes: IndexChanges)]) {
        for (name, changes) in indexes {
            for (old, new) in changes.renamed {
                add(.renameIndex(old, to: new, on: name.model), of: name.app)
            }
        }
    }

    func constraintChanges() -> [(model: ModelName, changes: ConstraintChanges)] {
        kept.map { name in
            let new = to[name]?.constraints ?? []
            let old = old(name)?.constraints ?? []
            var changes = ConstraintChanges()
            changes.altered = new.filter { constraint in
                old.contains {
                    $0 != constraint && $0.name == constraint.name && $0.rule == constraint.rule
                }
            }
            let altered = Set(changes.altered.map(\.name))
            changes.added = new.filter { !old.contains($0) && !altered.contains($0.name) }
            changes.removed = old.filter { !new.contains($0) && !altered.contains($0.name) }
            return (name, changes)
        }
    }

    mutating func addConstraints(_ all: [(model: ModelName, changes: ConstraintChanges)]) {
        for (name, changes) in all {
            for constraint in changes.added {
                add(
                    .addConstraint(to: name.model, constraint), of: name.app,
                    after: relationDependencies(of: name))
            }
        }
    }

    mutating func removeConstraints(_ all: [(model: ModelName, changes: ConstraintChanges)]) {
        for (name, changes) in all {
            for constraint in changes.removed {
                add(.removeConstraint(constraint.name, from: name.model), of: name.app)
            }
        }
    }

    mutating func alterConstraints(_ all: [(model: ModelName, changes: ConstraintChanges)]) {
        for (name, changes) in all {
            for constraint in changes.altered {
                add(
                    .alterConstraint(on: name.model, constraint), of: name.app,
                    after: relationDependencies(of: name))
            }
        }
    }

    /// Sets that are gone go before the fields in them do.
    mutating func removeUniqueTogether() {
        for (name, old, new, after) in uniqueTogetherChanges() where !old.isEmpty {
            let staying = new.filter(old.contains)
            add(.alterUniqueTogether(name.model, staying), of: name.app, after: after)
        }
    }

    /// Sets that are new come after the fields in them do.
    mutating func addUniqueTogether() {
        for (name, old, new, after) in uniqueTogetherChanges() {
            let staying = new.filter(old.contains)
            if staying != new {
                add(.alterUniqueTogether(name.model, new), of: name.app, after: after)
            }
        }
    }

    private func uniqueTogetherChanges() -> [(
        name: ModelName, old: [[String]], new: [[String]], after: [OperationDependency]
    )] {
        kept.compactMap { name in
            let new = to[name]?.uniqueTogether ?? []
            let old = old(name)?.uniqueTogether ?? []
            guard Set(old) != Set(new) else { return nil }
            let after = new.joined().flatMap { field in
                to[name]?.field(field).map { dependencies(of: $0) } ?? []
            }
            return (name, old, new, after)
        }
    }

    private func relationDependencies(of name: ModelName) -> [OperationDependency] {
        to[name]?.fields.flatMap { dependencies(of: $0) } ?? []
    }
}

extension IndexSchema {
    /// Whether the two are the same but for their names.
    fileprivate func isNamesake(of other: IndexSchema) -> Bool {
        name != other.name && fields == other.fields && expressions == other.expressions
            && condition == other.condition
    }
}
