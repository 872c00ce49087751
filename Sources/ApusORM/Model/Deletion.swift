/// What a deletion deleted: rows of the query, and rows that went with them.
public struct Deletion: Hashable, Sendable {
    /// All rows that were deleted.
    public internal(set) var total = 0
    /// The rows by model; models without a deleted row are left out.
    public internal(set) var perModel: [ModelName: Int] = [:]

    mutating func count(_ rows: Int, of table: Table) {
        if rows > 0 {
            total += rows
            perModel[table.schema.name, default: 0] += rows
        }
    }
}

/// A deletion that foreign keys forbid: rows point at what was to go, and their `onDelete` is
/// `.protect` or `.restrict`.
public struct DeletionRefused: Error, Hashable, Sendable, CustomStringConvertible {
    /// The model whose rows were to be deleted.
    public let model: ModelName
    /// The foreign keys that forbid it: `Choice.question`.
    public let foreignKeys: [String]
    /// How they forbid it: `.protect` or `.restrict`.
    public let rule: OnDelete

    /// The text that people read.
    public var description: String {
        let word = rule == .protect ? "protected" : "restricted"
        return "Cannot delete some instances of model '\(model.model)' because they are "
            + "referenced through \(word) foreign keys: "
            + foreignKeys.map { "'\($0)'" }.joined(separator: ", ") + "."
    }
}

extension Model {
    /// Deletes the row and what its deletion takes along, and says what went. The value keeps its
    /// key: saving it again makes the row anew. Throws a `QueryError` where the row isn't saved.
    @discardableResult
    public func delete() throws -> Deletion {
        guard id.isSaved else {
            throw QueryError(
                "\(Self.modelName.model) object can't be deleted because its "
                    + "\(Self.table.key.schema.name) attribute is set to None.")
        }
        return try Database.current.transaction {
            var collector = DeletionCollector(try Database.current.connection)
            try collector.collect(Self.table, [id.sqlValue])
            return try collector.run()
        }
    }
}

extension Queryable {
    /// Deletes the rows and what their deletion takes along, and says what went.
    @discardableResult
    public func delete() throws -> Deletion {
        let set = querySet
        if try set.query.isKnownEmpty { return Deletion() }
        if set.query.isSliced {
            throw QueryError("Cannot use 'limit' or 'offset' with delete().")
        }
        try set.query.requireNotCombined("delete()")
        let connection = try Database.current.connection
        let table = Element.table
        if TableRegistry.fields(pointingAt: table).isEmpty, !table.isObserved {
            defer { table.countWrite() }
            try connection.run(set.query, .delete) { while try $0.step() {} }
            var deletion = Deletion()
            deletion.count(connection.driver.changes, of: table)
            return deletion
        }
        return try connection.transaction {
            let keys: [Element.ID] = try changing {
                $0.ordering = []
                $0.usesDefaultOrdering = false
            }.values { _ in Expression(.column(ColumnReference(join: nil, field: table.key))) }
            var collector = DeletionCollector(connection)
            try collector.collect(table, keys.map(\.sqlValue))
            return try collector.run()
        }
    }
}
