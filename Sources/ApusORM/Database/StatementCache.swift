/// The prepared statements of a connection by their text. A statement is taken out while it runs,
/// so a query inside a loop over the same query gets one of its own.
struct StatementCache {
    private var idle: [String: Entry] = [:]
    private var clock = 0
    private let capacity = 256

    private struct Entry {
        var statement: any DriverStatement
        var lastUse: Int
    }

    mutating func take(_ sql: String, from driver: any DriverConnection) throws
        -> any DriverStatement
    {
        if let index = idle.index(forKey: sql) {
            return idle.remove(at: index).value.statement
        }
        return try driver.prepare(sql)
    }

    mutating func giveBack(_ statement: any DriverStatement, _ sql: String) {
        clock &+= 1
        idle[sql] = Entry(statement: statement, lastUse: clock)
        if idle.count > capacity {
            // Lists of every length make many texts: keep the half that was used last.
            let middle = idle.values.map(\.lastUse).sorted()[capacity / 2]
            idle = idle.filter { $0.value.lastUse > middle }
        }
    }

    mutating func removeAll() { idle = [:] }
}
