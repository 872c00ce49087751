/// A driver whose databases can be copied, replaced and examined as a whole, also while a server
/// uses them.
public protocol MaintenanceDriver: Driver {
    /// Copies the database, as it is at one moment, into a new file at `path`.
    func backUp(to path: String) throws

    /// Puts the database of the file at `path` into the place of all that is in this one.
    func restore(from path: String) throws

    /// What is damaged; empty where all is well.
    func damage() throws -> [DatabaseDamage]
}

/// Something that is wrong with what a database holds.
public struct DatabaseDamage: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Hashable, Sendable {
        /// The file itself: a page, an index, a row that breaks a rule of its table.
        case structure
        /// A row points at one that does not exist.
        case reference
    }

    /// What is wrong.
    public var kind: Kind
    /// The database's words for it.
    public var description: String

    /// Damage of a kind, in words.
    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}

extension Database {
    /// Copies the database to a new file at `path`, whole and as it is at one moment, while others
    /// read and write it. The file appears at the end, complete and checked, in the place of one
    /// that was there; whoever kills the process on the way leaves that one as it was.
    ///
    /// Throws a `DatabaseError`: `.cannotOpen` for a path that can't be written, `.corrupt` where
    /// the copy shows that the database is damaged.
    public func backUp(to path: String) throws { try maintenance().backUp(to: path) }

    /// Puts the database of the file at `path`, which `backUp` or another copy made, into the place
    /// of all that is in this one: in one transaction, so that a server that runs goes on with the
    /// one or the other.
    ///
    /// Throws a `DatabaseError`, and changes nothing, where the file isn't a whole database.
    public func restore(from path: String) throws {
        try maintenance().restore(from: path)
    }

    /// What is damaged: pages, indexes, rules of tables, and rows that point at nothing. Empty
    /// where all is well. It reads the whole database.
    public func damage() throws -> [DatabaseDamage] { try maintenance().damage() }

    private func maintenance() throws -> any MaintenanceDriver {
        guard let driver = driver as? any MaintenanceDriver else {
            throw DatabaseError(
                .notConfigured, "databases of \(dialect.name) are not copied or checked from here",
                advice: "Use the database's own tools")
        }
        return driver
    }
}
