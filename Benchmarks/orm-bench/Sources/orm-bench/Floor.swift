import ApusORM
import CSQLite
import FoundationEssentials

/// The same work in calls of SQLite's C interface, into the same structs: what there is to reach.
final class Floor {
    let handle: OpaquePointer
    private let worldByID: OpaquePointer
    private let items: OpaquePointer

    init(_ path: String) {
        var handle: OpaquePointer?
        sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard let handle else { fatalError("can't open \(path)") }
        self.handle = handle
        worldByID = Floor.prepare(
            handle, #"SELECT "id", "random_number" FROM "bench_world" WHERE "id" = ?"#)
        items = Floor.prepare(
            handle,
            #"SELECT "id", "name", "title", "note", "count", "size", "price", "weight", "is_public", "added_at" FROM "bench_item""#
        )
    }

    static func prepare(_ handle: OpaquePointer, _ sql: String) -> OpaquePointer {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement
        else { fatalError(String(cString: sqlite3_errmsg(handle))) }
        return statement
    }

    func world(_ id: Int) -> (id: Int, number: Int) {
        sqlite3_bind_int64(worldByID, 1, Int64(id))
        guard sqlite3_step(worldByID) == SQLITE_ROW else { fatalError("no row") }
        let row = (
            Int(sqlite3_column_int64(worldByID, 0)), Int(sqlite3_column_int64(worldByID, 1))
        )
        sqlite3_reset(worldByID)
        return row
    }

    struct Row {
        var id: Int
        var name: String
        var title: String
        var note: String
        var count: Int
        var size: Int
        var price: Double
        var weight: Double
        var isPublic: Bool
        var addedAt: String
    }

    func allItems() -> [Row] {
        var rows: [Row] = []
        while sqlite3_step(items) == SQLITE_ROW {
            rows.append(
                Row(
                    id: Int(sqlite3_column_int64(items, 0)),
                    name: String(cString: sqlite3_column_text(items, 1)),
                    title: String(cString: sqlite3_column_text(items, 2)),
                    note: String(cString: sqlite3_column_text(items, 3)),
                    count: Int(sqlite3_column_int64(items, 4)),
                    size: Int(sqlite3_column_int64(items, 5)),
                    price: sqlite3_column_double(items, 6),
                    weight: sqlite3_column_double(items, 7),
                    isPublic: sqlite3_column_int64(items, 8) != 0,
                    addedAt: String(cString: sqlite3_column_text(items, 9))))
        }
        sqlite3_reset(items)
        return rows
    }
}
