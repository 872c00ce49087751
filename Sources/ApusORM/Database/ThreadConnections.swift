import Glibc
import Synchronization

/// Says which database a thread's connection belongs to, and whether that database is still there.
final class DatabaseIdentity: Sendable {
    private let closed = Atomic<Bool>(false)
    private struct Writes {
        /// By the tables' numbers.
        var toTable: [Int] = []
        /// To all tables.
        var all = 0
        /// Ends of transactions that wrote: what was read while they were open may be no more.
        var ends = 0
    }

    private let writes = Mutex(Writes())

    /// How often this process has written to a table: another count says that what was read is
    /// stale.
    func writes(to table: Int) -> Int {
        writes.withLock { (table < $0.toTable.count ? $0.toTable[table] : 0) &+ $0.ends }
    }

    func countWrite(to table: Int) {
        writes.withLock {
            while $0.toTable.count <= table { $0.toTable.append(0) }
            $0.toTable[table] &+= 1
            $0.all &+= 1
        }
    }

    /// How often this process has written to any table.
    var allWrites: Int { writes.withLock { $0.all } }

    /// A transaction, or a part of one, has ended that began when `allWrites` was `before`.
    func countEnd(ifWrittenSince before: Int) {
        writes.withLock { if $0.all != before { $0.ends &+= 1 } }
    }

    var isClosed: Bool { closed.load(ordering: .relaxed) }

    func close() { closed.store(true, ordering: .relaxed) }
}

/// The connections of one thread. They close when the thread ends, or when it opens another
/// after their database has gone.
final class ThreadConnections {
    @exclusivity(unchecked)
    private var entries: [(database: DatabaseIdentity, connection: Connection)] = []
    /// Who may end the statements that run now; the one that lets it keeps it alive.
    @exclusivity(unchecked)
    unowned(unsafe) var interrupter: (any Interrupter)?

    /// This thread's connection to `database`.
    static func find(_ database: DatabaseIdentity) -> Connection? {
        guard let pointer = pthread_getspecific(key) else { return nil }
        let store = Unmanaged<ThreadConnections>.fromOpaque(pointer)
        return store._withUnsafeGuaranteedRef { store in
            for entry in store.entries where entry.database === database { return entry.connection }
            return nil
        }
    }

    /// This thread's, made when it is first asked for.
    static var ofThisThread: ThreadConnections {
        if let pointer = pthread_getspecific(key) {
            return Unmanaged<ThreadConnections>.fromOpaque(pointer).takeUnretainedValue()
        }
        let store = ThreadConnections()
        pthread_setspecific(key, Unmanaged.passRetained(store).toOpaque())
        return store
    }

    /// Keeps `connection` as this thread's.
    static func add(_ connection: Connection, for database: DatabaseIdentity) {
        let store = ofThisThread
        store.entries.removeAll { $0.database.isClosed }
        store.entries.append((database, connection))
    }

    /// Whether this thread's connections read together.
    static func shareReads(_ shares: Bool) {
        guard let pointer = pthread_getspecific(key) else { return }
        let store = Unmanaged<ThreadConnections>.fromOpaque(pointer)
        store._withUnsafeGuaranteedRef { store in
            for entry in store.entries { entry.connection.sharesReads = shares }
        }
    }

    /// Forgets this thread's connection to `database`, which closes it.
    static func remove(_ database: DatabaseIdentity) {
        guard let pointer = pthread_getspecific(key) else { return }
        let store = Unmanaged<ThreadConnections>.fromOpaque(pointer).takeUnretainedValue()
        store.entries.removeAll { $0.database === database }
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { pointer in
            if let pointer { Unmanaged<ThreadConnections>.fromOpaque(pointer).release() }
        }
        return key
    }()
}

extension Database {
    /// Closes this thread's connection; the next use opens another.
    public func closeConnection() { ThreadConnections.remove(identity) }
}

extension Database {
    /// Lets what this thread reads until `endSharedReads()` be read in one transaction, as long as
    /// nobody commits: each statement sees all that was committed before it, as ever, and does
    /// without locks of its own.
    package static func beginSharedReads() { ThreadConnections.shareReads(true) }

    /// Ends what `beginSharedReads()` began.
    package static func endSharedReads() { ThreadConnections.shareReads(false) }
}
