import ApusORM
import Foundation
import Testing

@Suite struct ProcessTests {
    /// The folder that the tests' own programs are built into: beside the test bundle.
    private static var products: URL {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
        let path = bundle ?? CommandLine.arguments.first ?? ""
        return URL(fileURLWithPath: path).deletingLastPathComponent()
    }

    @Test func `four processes that write at once lose nothing and never see a locked database`()
        throws
    {
        let path = "/tmp/apus-orm-\(getpid())-\(UInt64.random(in: 0 ... .max)).db"
        defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
        let database = try Database(path)
        let connection = try database.connection
        try connection.run(
            script: """
                CREATE TABLE counter (id integer PRIMARY KEY, n integer NOT NULL);
                CREATE TABLE entry (id integer PRIMARY KEY, process integer NOT NULL);
                INSERT INTO counter VALUES (1, 0), (2, 0);
                """)
        let writers = try (0..<4).map { _ in
            let process = Process()
            process.executableURL = Self.products.appendingPathComponent("ORMUnderTest")
            process.arguments = [path, "8"]
            try process.run()
            return process
        }
        for writer in writers { writer.waitUntilExit() }
        #expect(writers.map(\.terminationStatus) == [0, 0, 0, 0])
        let counts = try connection.query("SELECT n FROM counter ORDER BY id").map { $0[0] }
        #expect(counts == [.integer(320), .integer(320)])
        #expect(try connection.query("SELECT COUNT(*) FROM entry").first?[0] == .integer(320))
        #expect(try connection.query("PRAGMA integrity_check").first?[0] == .text("ok"))
    }
}
