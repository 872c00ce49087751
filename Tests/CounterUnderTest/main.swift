import ApusORM
import ApusServer
import ApusValues
import Glibc

// A server whose every request writes: POST /add/TOKEN adds one to the counter, and the token to
// the entries, in one transaction; a token that is there already is only acknowledged, so that a
// client may ask again. GET /count reads the counter three times, GET /figures tells the counter, the
// entries and what SQLite's check says.
// The database is `$COUNTER_DB`.

@Model(app: "counting", table: "counter")
struct Counter {
    var count = 0
}

@Model(app: "counting", table: "entry")
struct Entry {
    @Field(maxLength: 100, unique: true) var token: String
}

struct Counting: Application {
    func start() throws {
        Database.setDefault(try Database(path))
    }

    func respond(to request: Request) -> Answer {
        do {
            if request.target.hasPrefix("/add/") {
                let token = String(request.target.dropFirst("/add/".count))
                try Database.current.transaction { try add(token) }
                return .response(Response(body: .text("added")))
            }
            if request.target == "/count" {
                let counts = try (1...3).map { _ in "\(try Counter.get(1).count)" }
                return .response(Response(body: .text(counts.joined(separator: " "))))
            }
            return .response(Response(body: .text(try figures())))
        } catch {
            return .response(Response(status: .internalServerError, body: .text("\(error)")))
        }
    }

    func beginTurn() { Database.beginSharedReads() }

    func endTurn() { Database.endSharedReads() }

    private func add(_ token: String) throws {
        if try Entry.filter({ $0.token == token }).exists() { return }
        try Entry.create(token: token)
        try Counter.filter { $0.id == 1 }.update { $0.count += 1 }
    }

    private func figures() throws -> String {
        let check = try Database.current.damage().map(\.description).joined(separator: "; ")
        let entries = try Entry.query.count()
        return "\(try Counter.get(1).count) \(entries) \(check.isEmpty ? "ok" : check)"
    }
}

// Every worker runs this too, and finds the tables there.
let path = getenv("COUNTER_DB").map { String(cString: $0) } ?? ""
try Database(path).connection.run(
    script: """
        CREATE TABLE IF NOT EXISTS counter (id integer PRIMARY KEY, count bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS entry (
            id integer PRIMARY KEY, token varchar(100) NOT NULL UNIQUE);
        INSERT OR IGNORE INTO counter VALUES (1, 0);
        """)
PreforkServer(.fromCommandLine(), makeApplication: { Counting() }).run()
