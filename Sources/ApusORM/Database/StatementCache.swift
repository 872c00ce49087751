/// A prepared statement that a connection keeps. While it runs it is marked, so that a query
/// inside a loop over the same query gets one of its own.
final class CachedStatement {
    let sql: String
    let effect: StatementEffect
    let statement: any DriverStatement
    @exclusivity(unchecked) var isRunning = false
    @exclusivity(unchecked) var lastUse = 0
    /// Whether it stands in for the kept statement, which runs.
    @exclusivity(unchecked) private(set) var isSpare = false

    init(_ sql: String, from driver: any DriverConnection) throws {
        self.sql = sql
        effect = StatementEffect(of: sql)
        statement = try driver.prepare(sql)
    }

    /// One for a query inside a loop over the same query.
    static func spare(
        _ sql: String, from driver: any DriverConnection
    ) throws -> CachedStatement {
        let spare = try CachedStatement(sql, from: driver)
        spare.isSpare = true
        spare.isRunning = true
        return spare
    }

    /// Ends the run.
    func giveBack() {
        statement.reset()
        isRunning = false
    }
}

/// The prepared statements of a connection: by their text, by the shape of the queries that they
/// were written for, and, for those that every model has, by the table's number.
struct StatementCache {
    private var byText: [Text: CachedStatement] = [:]
    /// The one of `byText` that was taken last: loops run the same statement again and again.
    private var last: CachedStatement?
    private var byShape: [QueryShape: CachedStatement] = [:]
    private var selectsByKey: [CachedStatement?] = []
    private var selectsOfAll: [CachedStatement?] = []
    private var clock = 0
    private let capacity = 256

    /// A statement's text, letter for letter.
    private struct Text: Hashable {
        let sql: String

        init(_ sql: String) { self.sql = sql }

        static func == (left: Text, right: Text) -> Bool { left.sql.hasSameBytes(as: right.sql) }
    }

    mutating func take(_ sql: String, from driver: any DriverConnection) throws -> CachedStatement {
        clock &+= 1
        let known = last?.sql.hasSameBytes(as: sql) == true ? last : byText[Text(sql)]
        let cached: CachedStatement
        if let known {
            if known.isRunning { return try .spare(sql, from: driver) }
            cached = known
        } else {
            cached = try CachedStatement(sql, from: driver)
            if byText.count >= capacity { Self.shrink(&byText) }
            byText[Text(sql)] = cached
        }
        cached.isRunning = true
        cached.lastUse = clock
        last = cached
        return cached
    }

    /// The statement of queries of this shape, unless there is none or it runs already.
    mutating func take(_ shape: QueryShape) -> CachedStatement? {
        guard let cached = byShape[shape], !cached.isRunning else { return nil }
        clock &+= 1
        cached.isRunning = true
        cached.lastUse = clock
        return cached
    }

    /// Keeps the statement for queries of this shape, unless it stands in for one that runs.
    mutating func keep(_ cached: CachedStatement, for shape: QueryShape) {
        if cached.isSpare { return }
        if byShape.count >= capacity { Self.shrink(&byShape) }
        byShape[shape] = cached
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
        if number < list.count, list[number] != nil { return try .spare(sql, from: driver) }
        let cached = try CachedStatement(sql, from: driver)
        cached.isRunning = true
        while list.count <= number { list.append(nil) }
        list[number] = cached
        return cached
    }

    /// Lists of every length make many texts: keeps the half that was used last.
    private static func shrink<Name: Hashable>(_ statements: inout [Name: CachedStatement]) {
        let middle = statements.values.map(\.lastUse).sorted()[statements.count / 2]
        statements = statements.filter { $0.value.lastUse > middle || $0.value.isRunning }
    }

    mutating func removeAll() {
        byText = [:]
        last = nil
        byShape = [:]
        selectsByKey = []
        selectsOfAll = []
    }
}
