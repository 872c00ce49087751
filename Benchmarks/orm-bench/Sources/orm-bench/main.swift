import ApusORM
import FoundationEssentials
import Glibc

/// Seconds that `count` calls of `body` take, the best of five rounds.
func seconds(_ count: Int, rounds: Int = 5, _ body: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<rounds {
        let start = ContinuousClock.now
        for _ in 0..<count { try body() }
        let time = ContinuousClock.now - start
        best = min(
            best, Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds))
    }
    return best
}

func report(_ name: String, floor: Double, apus: Double, per count: Int) {
    let nano = { (time: Double) in Int(time / Double(count) * 1e9) }
    print(
        "\(name): C \(nano(floor)) ns, Apus \(nano(apus)) ns, ratio \(Double(Int(floor / apus * 100)) / 100)"
    )
}

let path = "/tmp/apus-orm-bench-\(getpid()).db"
let database = try Database(path)
Database.setDefault(database)
defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
try database.connection.run(
    script: """
        CREATE TABLE bench_world (id integer PRIMARY KEY, random_number integer NOT NULL);
        CREATE TABLE bench_item (id integer PRIMARY KEY, name text NOT NULL, title text NOT NULL,
        note text NOT NULL, count integer NOT NULL, size integer NOT NULL, price real NOT NULL,
        weight real NOT NULL, is_public bool NOT NULL, added_at datetime NOT NULL);
        """)
try World.bulkCreate((0..<10_000).map { World(randomNumber: $0 * 7 % 10_000) })
try Item.bulkCreate(
    (0..<1000).map {
        Item(
            name: "item \($0)", title: "The title of item number \($0)", note: "short", count: $0,
            size: $0 * 3, price: Double($0) / 3, weight: 1.5, isPublic: $0 % 2 == 0,
            addedAt: Date(timeIntervalSince1970: 1_700_000_000 + Double($0)))
    })

let floor = Floor(path)
let mode = CommandLine.arguments.dropFirst().first ?? "all"
var sum = 0
if mode == "all" || mode == "get" {
    let count = mode == "all" ? 100_000 : 2000
    var id = 0
    let c = seconds(count) {
        id = (id + 7919) % 10_000
        sum &+= floor.world(id + 1).number
    }
    let apus = try seconds(count) {
        id = (id + 7919) % 10_000
        sum &+= try World.get(id + 1).randomNumber
    }
    report("row by id", floor: c, apus: apus, per: count)
    let filtered = try seconds(count) {
        id = (id + 7919) % 10_000
        sum &+= try World.filter { $0.id == id + 1 }.get().randomNumber
    }
    report("row by filter", floor: c, apus: filtered, per: count)
}
if mode == "all" || mode == "rows" {
    let count = 200
    let c = seconds(count) { sum &+= floor.allItems().count }
    let apus = try seconds(count) { sum &+= try Item.all().count }
    report(
        "1,000 rows of 10 columns (C leaves the date text)", floor: c, apus: apus, per: count * 1000
    )
}
if mode == "all" || mode == "sql" {
    let count = 100_000
    let now = Date.now
    let time = try seconds(count) {
        let query = Item.filter { $0.addedAt <= now && $0.isPublic == true }
            .order { $0.addedAt.descending }.limit(5)
        sum &+= try query.sql().bindings.count
    }
    print("SQL of a typical query: \(Int(time / Double(count) * 1e9)) ns")
}
print(sum == 42 ? "" : "")
