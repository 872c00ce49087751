import Synchronization
import Testing

@testable import ApusORM

/// A connection whose statements do nothing but count how many of them are alive.
private final class CountingConnection: DriverConnection {
    final class Statement: DriverStatement {
        private let connection: CountingConnection

        init(_ connection: CountingConnection) {
            self.connection = connection
            connection.alive += 1
        }

        deinit { connection.alive -= 1 }

        func bind(_ values: [SQLValue]) {}
        func bind(_ value: Int64) {}
        var lastRowCount = 0
        func step() -> Bool { false }
        func reset() {}
        var columnNames: [String] { [] }
        var isReadOnly: Bool { true }
        var cells: OpaquePointer { fatalError("no row is read") }
        var reader: UnsafePointer<RowReader> { fatalError("no row is read") }
    }

    var alive = 0
    var deadline: ContinuousClock.Instant?
    var changes: Int { 0 }
    var lastInsertID: Int64 { 0 }
    var isInTransaction: Bool { false }

    func prepare(_ sql: String) -> any DriverStatement { Statement(self) }
    func run(script: String) {}
    func foreignKeyViolations() -> [ForeignKeyViolation] { [] }
    func close() {}
}

@Suite struct `A connection's statements` {
    @Test func `are kept, but not without end`() throws {
        let driver = CountingConnection()
        var cache = StatementCache()
        for number in 0..<10_000 {
            try cache.take("SELECT \(number)", from: driver).giveBack()
            #expect(driver.alive <= 256)
        }
        #expect(driver.alive >= 128)
        // Those used last are still there: nothing is prepared for them.
        let before = driver.alive
        try cache.take("SELECT 9999", from: driver).giveBack()
        #expect(driver.alive == before)
    }
}
