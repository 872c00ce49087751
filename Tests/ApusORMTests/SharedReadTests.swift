import FoundationEssentials
import Glibc
import Synchronization
import Testing

@testable import ApusORM

/// What another process commits, by a connection of its own.
private struct Other {
    let connection: Connection

    /// A connection that waits for nobody.
    init(_ settings: String = SQLiteConnection.siteSettings) throws {
        let database = try Database.current
        let driver = try SQLiteConnection(
            path: database.location, busyTimeout: 0, isURI: false, settings: settings)
        connection = Connection(driver, dialect: database.dialect)
    }

    func set(votes: Int) throws {
        try connection.execute("UPDATE polls_choice SET votes = ?", [.integer(Int64(votes))])
    }

    /// Whether a transaction is held open: the log can't be begun anew then.
    func findsTheLogHeld() throws -> Bool {
        try connection.execute("UPDATE polls_choice SET votes = votes + 1")
        return try connection.query("PRAGMA wal_checkpoint(TRUNCATE)")[0][0] == .integer(1)
    }
}

@Suite(.polls) struct SharedReadTests {
    /// Runs `body` as requests that have come together are answered, while the watch looks away.
    private func together(_ body: () throws -> Void) throws {
        _ = try Choice.all()
        try SharedReadWatch.shared.looking.withLock { _ in
            Database.beginSharedReads()
            defer { Database.endSharedReads() }
            try body()
        }
    }

    @Test func `reads that come together hold one transaction, until they end`() throws {
        let other = try Other()
        try together {
            _ = try Choice.get(1)
            #expect(try !other.findsTheLogHeld())
            _ = try Choice.get(1)
            #expect(try other.findsTheLogHeld())
            _ = try Choice.filter { $0.votes > 0 }.all()
            #expect(try other.findsTheLogHeld())
        }
        #expect(try !other.findsTheLogHeld())
    }

    @Test func `nothing is held where nobody has said that it ends soon`() throws {
        let other = try Other()
        for _ in 1...3 { _ = try Choice.get(1) }
        #expect(try !other.findsTheLogHeld())
    }

    @Test func `a thread that does something else between its reads holds nothing`() throws {
        let other = try Other()
        Database.beginSharedReads()
        defer { Database.endSharedReads() }
        for _ in 1...3 { _ = try Choice.get(1) }
        // The watch is given time: an hour would do as well.
        for _ in 1...500 {
            if try !other.findsTheLogHeld() { break }
            usleep(10_000)
        }
        #expect(try !other.findsTheLogHeld())
        let votes = try Choice.get(1).votes
        #expect(try Choice.get(1).votes == votes)
        #expect(try Choice.get(2).id == 2)
    }

    @Test func `a thread and the watch never use a connection at once`() throws {
        Database.beginSharedReads()
        defer { Database.endSharedReads() }
        let end = ContinuousClock.now + .milliseconds(300)
        while ContinuousClock.now < end {
            for _ in 1...20 { #expect(try Choice.get(1).id == 1) }
            // As long as the watch waits between two looks, more or less.
            usleep(UInt32.random(in: 9_000...21_000))
            #expect(try Choice.all().count == Choice.query.count())
        }
    }

    @Test func `each read sees what was committed before it, by whomever`() throws {
        let other = try Other()
        try together {
            for votes in 1...50 {
                try other.set(votes: votes)
                #expect(try Choice.get(1).votes == votes)
                #expect(try Choice.all().allSatisfy { $0.votes == votes })
                #expect(try Choice.filter { $0.votes == votes }.count() == Choice.query.count())
            }
        }
    }

    @Test func `what this thread writes is seen as well, and never meets an old snapshot`() throws {
        let other = try Other()
        try together {
            for votes in 1...20 {
                _ = try Choice.get(1)
                _ = try Choice.get(2)
                try other.set(votes: 100 + votes)
                try Choice.query.update { $0.votes += 1 }
                #expect(try Choice.get(1).votes == 101 + votes)
                #expect(try Choice.get(2).votes == 101 + votes)
                try Database.current.transaction {
                    var choice = try Choice.get(1)
                    choice.votes = -votes
                    try choice.save()
                    #expect(try Choice.get(1).votes == -votes)
                }
                #expect(try Choice.get(1).votes == -votes)
            }
        }
    }

    @Test func `a transaction that reads sees one moment, and the next statement the present`()
        throws
    {
        let other = try Other()
        try together {
            _ = try Choice.get(1)
            _ = try Choice.get(1)
            try other.set(votes: 5)
            try Database.current.readTransaction {
                #expect(try Choice.get(1).votes == 5)
                try other.set(votes: 6)
                #expect(try Choice.get(1).votes == 5)
            }
            #expect(try Choice.get(1).votes == 6)
        }
    }

    @Test func `a loop over rows keeps its rows, and what follows it sees the present`() throws {
        let other = try Other()
        try together {
            var votes = 10
            try Choice.query.forEach { _ in
                votes += 1
                try other.set(votes: votes)
                _ = try Choice.get(1)
                _ = try Choice.get(2)
            }
            #expect(try Choice.get(1).votes == votes)
            try other.set(votes: votes + 1)
            #expect(try Choice.get(1).votes == votes + 1)
        }
    }

    @Test func `an interrupted query ends alone`() throws {
        final class Leaving: Interrupter { var interruption: String? { "the test has left" } }
        try together {
            _ = try Choice.get(1)
            _ = try Choice.get(1)
            let endless = """
                SELECT count(*) FROM polls_choice a, polls_choice b, polls_choice c, \
                polls_choice d, polls_choice e, polls_choice f, polls_choice g, polls_choice h
                """
            for _ in 1...2 {
                #expect(throws: DatabaseError.self) {
                    try Database.interruptible(by: Leaving()) {
                        _ = try Database.current.connection.query(endless)
                    }
                }
                #expect(try Choice.get(1).id == 1)
                #expect(try Choice.get(2).id == 2)
            }
        }
    }

    @Test func `a new table and a new column are there at once`() throws {
        let other = try Other()
        try together {
            _ = try Choice.get(1)
            _ = try Choice.get(1)
            try other.connection.execute("ALTER TABLE polls_choice ADD COLUMN added text")
            let connection = try Database.current.connection
            #expect(try connection.query("SELECT added FROM polls_choice")[0][0] == .null)
            try other.connection.execute("ALTER TABLE polls_choice DROP COLUMN added")
            #expect(throws: DatabaseError.self) {
                try connection.query("SELECT added FROM polls_choice")
            }
            #expect(try Choice.get(1).id == 1)
        }
    }

    @Test func `a change of the journal is noticed, and writers wait for no reader then`() throws {
        try together {
            let connection = try Database.current.connection
            for _ in 1...3 { _ = try Choice.get(1) }
            #expect(try connection.query("PRAGMA journal_mode = DELETE")[0][0] == .text("delete"))
            do {
                let other = try Other("")
                for votes in 1...3 {
                    for _ in 1...3 { _ = try Choice.get(1) }
                    try other.set(votes: votes)
                    #expect(try Choice.get(1).votes == votes)
                }
            }
            #expect(try connection.query("PRAGMA journal_mode = WAL")[0][0] == .text("wal"))
            for _ in 1...3 { _ = try Choice.get(1) }
            #expect(try Other().findsTheLogHeld())
        }
    }

    @Test func `a connection may close while it holds a transaction`() throws {
        let other = try Other()
        try together {
            for _ in 1...3 { _ = try Choice.get(1) }
            #expect(try other.findsTheLogHeld())
            try Database.current.closeConnection()
            #expect(try !other.findsTheLogHeld())
            #expect(try Choice.get(1).id == 1)
        }
    }

    @Test func `a database in memory is read as ever`() throws {
        let database = try Database(":memory:")
        try database.with {
            try database.connection.run(script: TestDatabase.tables)
            Database.beginSharedReads()
            defer { Database.endSharedReads() }
            for number in 1...3 {
                try Question.create(text: "\(number)", publishedAt: .now)
                #expect(try Question.all().count == number)
                #expect(try Question.get(number).text == "\(number)")
            }
        }
    }
}
