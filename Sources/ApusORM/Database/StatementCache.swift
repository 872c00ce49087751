/// A prepared statement that a connection keeps. While it runs it is marked, so that a query
/// inside a loop over the same query gets one of its own.
final class CachedStatement {
    let statement: any DriverStatement
    @exclusivity(unchecked) var isRunning = false
    @exclusivity(unchecked) var lastUse = 0

    init(_ statement: any DriverStatement) { self.statement = statement }

    /// Ends the run.
    func giveBack() {
        statement.reset()
        isRunning = false
    }
}

/// The prepared statements of a connection: by their text, and, for those that every model has, by
/// the table's number.
struct StatementCache {
    private var byText: [String: CachedStatement] = [:]
    private var selectsByKey: [CachedStatement?] = []
    private var selectsOfAll: [CachedStatement?] = []
    private var clock = 0
    private let capacity = 256

    mutating func take(_ sql: String, from driver: any DriverConnection) throws -> CachedStatement {
        clock &+= 1
        if let cached = byText[sql] {
            if cached.isRunning { return CachedStatement(try driver.prepare(sql)) }
            cached.isRunning = true
            cached.lastUse = clock
            return cached
        }
        let cached = CachedStatement(try driver.prepare(sql))
        cached.isRunning = true
        cached.lastUse = clock
        if byText.count >= capacity { shrink() }
        byText[sql] = cached
        return cached
    }

    /// The SELECT by key of `table`.
    mutating func takeSelectByKey(
        of table: Table, from driver: any DriverConnection
    ) throws -> CachedStatement {
        try Self.take(table.selectByKeySQL, at: table.number, in: &selectsByKey, from: driver)
    }

    /// The SELECT of all rows of `table`.
    mutating func takeSelectOfAll(
        of table: Table, from driver: any DriverConnection
    ) throws -> CachedStatement {
        try Self.take(table.selectAllSQL, at: table.number, in: &selectsOfAll, from: driver)
    }

    private static func take(
        _ sql: String, at number: Int, in list: inout [CachedStatement?],
        from driver: any DriverConnection
    ) throws -> CachedStatement {
        if number < list.count, let cached = list[number], !cached.isRunning {
            cached.isRunning = true
            return cached
        }
        let cached = CachedStatement(try driver.prepare(sql))
        cached.isRunning = true
        while list.count <= number { list.append(nil) }
        if list[number] == nil { list[number] = cached }
        return cached
    }

    /// Lists of every length make many texts: keeps the half that was used last.
    private mutating func shrink() {
        let middle = byText.values.map(\.lastUse).sorted()[byText.count / 2]
        byText = byText.filter { $0.value.lastUse > middle || $0.value.isRunning }
    }

    mutating func removeAll() {
        byText = [:]
        selectsByKey = []
        selectsOfAll = []
    }
}
