import CSQLite
import Synchronization

/// Keeps a connection's read transaction open from one statement to the next, as long as nobody
/// commits.
///
/// SQLite locks and unlocks the file for each statement, which costs more than many a statement.
/// In WAL mode every commit, whichever process makes it, changes the header of the WAL's index, which
/// lies in memory that all connections share (https://www.sqlite.org/walformat.html, 2.1). While it is
/// what it was before the transaction began, the transaction sees what a new one would see.
///
/// The connection's thread has it while a statement runs (`.used`). Between two statements
/// `SharedReadWatch` may end the transaction, so that a thread that does something else holds none.
final class SharedRead: @unchecked Sendable {
    /// Stepped to its row it holds the transaction, reset it lets go.
    private let holder: OpaquePointer
    /// The header in the shared memory.
    private let header: UnsafeRawPointer
    private let connection: OpaquePointer
    /// The header before the transaction began.
    @exclusivity(unchecked) private var seen = Header()
    @exclusivity(unchecked) private var isHeld = false

    private let state = Atomic<UInt8>(State.free)
    /// How often the thread has taken it.
    private let uses = Atomic<Int>(0)
    /// What the watch found there when it looked last.
    private let usesSeen = Atomic<Int>(-1)

    private enum State {
        /// No transaction is held.
        static let free: UInt8 = 0
        /// A statement runs.
        static let used: UInt8 = 1
        /// A transaction is held, and no statement runs.
        static let held: UInt8 = 2
        /// The watch ends the transaction.
        static let ending: UInt8 = 3
    }

    /// The first of the header's two copies: 48 bytes.
    private struct Header: Equatable {
        var start = SIMD4<UInt64>()
        var rest = SIMD2<UInt64>()

        init() {}

        init(at address: UnsafeRawPointer) {
            start = address.loadUnaligned(as: SIMD4<UInt64>.self)
            rest = address.loadUnaligned(fromByteOffset: 32, as: SIMD2<UInt64>.self)
        }
    }

    /// For a connection to a database with a WAL, which it has read before. A statement runs until
    /// `leave()`.
    init?(on connection: OpaquePointer) {
        guard let header = Self.header(of: connection) else { return nil }
        var holder: OpaquePointer?
        let sql = "SELECT 1 FROM sqlite_schema LIMIT 1"
        sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &holder, nil)
        guard let holder else { return nil }
        self.holder = holder
        self.header = header
        self.connection = connection
        state.store(State.used, ordering: .relaxed)
        SharedReadWatch.shared.add(self)
    }

    deinit { sqlite3_finalize(holder) }

    // MARK: On the connection's thread

    /// A statement begins: nobody else touches the connection until `leave()`.
    func enter() {
        uses.wrappingAdd(1, ordering: .relaxed)
        while true {
            let result = state.compareExchange(
                expected: State.held, desired: State.used, ordering: .acquiring)
            if result.exchanged || result.original == State.used { return }
            if result.original == State.free {
                return state.store(State.used, ordering: .relaxed)
            }
        }
    }

    /// The statement has ended.
    func leave() {
        if isHeld {
            state.store(State.held, ordering: .sequentiallyConsistent)
            SharedReadWatch.shared.wake()
        } else {
            state.store(State.free, ordering: .relaxed)
        }
    }

    /// Sees to it that the statement reads what is committed now, in the transaction that is held
    /// already where it can.
    func join() {
        let now = Header(at: header)
        if isHeld {
            if now == seen { return }
            release()
        }
        // One that another statement holds may have begun before the last commit.
        guard sqlite3_txn_state(connection, "main") == SQLITE_TXN_NONE else { return }
        seen = now
        isHeld = sqlite3_step(holder) == SQLITE_ROW
        if !isHeld { sqlite3_reset(holder) }
    }

    /// Ends the transaction, where one is held.
    func release() {
        guard isHeld else { return }
        isHeld = false
        sqlite3_reset(holder)
    }

    // MARK: On the watch's thread

    /// Whether a transaction is held while no statement runs.
    var isIdle: Bool { state.load(ordering: .sequentiallyConsistent) == State.held }

    /// Ends the transaction where no statement has run since the last look.
    func look() {
        let now = uses.load(ordering: .relaxed)
        guard usesSeen.exchange(now, ordering: .relaxed) == now else { return }
        let result = state.compareExchange(
            expected: State.held, desired: State.ending, ordering: .acquiringAndReleasing)
        guard result.exchanged else { return }
        release()
        state.store(State.free, ordering: .releasing)
    }

    // MARK: -

    /// Where the index begins. It is mapped since the connection first read, and stays so until it
    /// closes or leaves the WAL.
    private static func header(of connection: OpaquePointer) -> UnsafeRawPointer? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard
            sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
                == SQLITE_OK,
            let file, let methods = file.pointee.pMethods, methods.pointee.iVersion >= 2,
            let map = methods.pointee.xShmMap
        else { return nil }
        var region: UnsafeMutableRawPointer?
        let regionSize: Int32 = 32 << 10
        guard map(file, 0, regionSize, 0, &region) == SQLITE_OK else { return nil }
        return region.map { UnsafeRawPointer($0) }
    }
}
