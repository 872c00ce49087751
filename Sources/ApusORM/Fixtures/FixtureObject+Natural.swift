import ApusValues

extension FixtureObject {
    /// Looks for the rows that are named by natural keys, and for the one that this object is where it
    /// has a natural key and no other. Whether all that are pointed at were found.
    mutating func resolve(on connection: Connection) throws -> Bool {
        named = try named.filter { column, name in
            guard let (key, pointed) = column.natural else { return false }
            let found = try Self.converted(.list(name), column.name, label) {
                try key.find(name, in: pointed, on: connection)
            }
            if let found { values.append((column, found)) }
            return found == nil
        }
        namedLists = try namedLists.filter { list, items in
            guard let (key, pointed) = list.natural else { return false }
            var keys: [SQLValue] = []
            for item in items {
                let found = try Self.converted(item, list.name, label) { () -> SQLValue? in
                    guard case .list(let name) = item else {
                        return try FixtureInput.stored(item, as: list.type)
                    }
                    return try key.find(name, in: pointed, on: connection)
                }
                guard let found else { return true }
                keys.append(found)
            }
            lists.append((list, keys))
            return false
        }
        guard named.isEmpty else { return false }
        try findOwnKey(on: connection)
        return namedLists.isEmpty
    }

    private mutating func findOwnKey(on connection: Connection) throws {
        guard key == .null, let natural = model.naturalKey else { return }
        var own: [SQLValue] = []
        for field in natural.fields {
            guard let value = values.first(where: { $0.column.field.name == field })?.value else {
                return
            }
            own.append(value)
        }
        let found = try Self.converted(.null, "pk", label) {
            try natural.find(own: own, on: connection)
        }
        if let found { key = found }
    }

    /// Whether the row can be written before those that it names.
    var canGoAhead: Bool { !isThere && named.allSatisfy(\.column.field.isNullable) }

    /// The object without what wasn't found.
    func goingAhead(on connection: Connection) throws -> FixtureObject {
        var object = self
        object.values += named.map { ($0.column, .null) }
        object.named = []
        object.namedLists = []
        try object.findOwnKey(on: connection)
        return object
    }

    /// Why the object can't be written: what it names isn't there.
    var missing: DataError {
        if let (column, name) = named.first, let (key, _) = column.natural {
            return missing(key, column.name, .list(name))
        }
        if let (list, items) = namedLists.first, let (key, _) = list.natural {
            return missing(key, list.name, .list(items))
        }
        return DataError("(\(label)) names rows that don't exist.")
    }

    private func missing(_ key: NaturalKey, _ field: String, _ value: DynamicValue) -> DataError {
        DataError(
            "\(key.schema.name.model) matching query does not exist.: (\(label)) field '\(field)' "
                + "was '\(value)'")
    }
}

extension DynamicValue {
    /// Whether it is a list.
    var isList: Bool { if case .list = self { true } else { false } }
}
