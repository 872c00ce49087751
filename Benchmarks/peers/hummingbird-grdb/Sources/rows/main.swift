// Reads and writes rows with GRDB. usage: rows manual|codable DATABASE SECONDS

import Foundation
import GRDB

let arguments = CommandLine.arguments
guard arguments.count == 4, let seconds = Double(arguments[3]) else {
    fatalError("usage: rows manual|codable DATABASE SECONDS")
}
var configuration = Configuration()
configuration.prepareDatabase {
    try $0.execute(sql: "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL")
}
let database = try DatabaseQueue(path: arguments[2], configuration: configuration)

func measure(
    _ name: String, batch: Int = 1, prepare: () throws -> Void = {}, _ work: () throws -> Void
) rethrows {
    var over = 0.0
    var count = 0
    repeat {
        try prepare()
        let start = ContinuousClock.now
        for _ in 0..<batch { try work() }
        over += (ContinuousClock.now - start) / .seconds(1)
        count += batch
    } while over < seconds
    print(name, Double(count) / over)
}

// The C loop's generator: Int.random asks the system each time.
nonisolated(unsafe) var state: UInt64 = 88_172_645_463_325_252

func randomID(_ most: UInt64 = 10_000) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % most) + 1
}

func run<R: Records>(_ records: R.Type) throws {
    let id = Column("id")
    try measure("get", batch: 1000) {
        guard try database.read({ try R.World.fetchOne($0, key: randomID()) }) != nil else {
            fatalError("no row")
        }
    }
    try measure("rows") { _ = try database.read { try R.Item.fetchAll($0).count } }
    try measure("insert", prepare: { _ = try database.write { try Entry.deleteAll($0) } }) {
        try database.write { connection in
            for number in 0..<10_000 {
                var entry = Entry(id: nil, name: "entry \(number)", number: number)
                try entry.insert(connection)
            }
        }
    }
    try measure("update", batch: 100) {
        _ = try database.write {
            try R.World.filter(key: randomID())
                .updateAll($0, Column("random_number").set(to: Column("random_number") + 1))
        }
    }
    let author = TableAlias()
    try measure("join") {
        let country = "country \(randomID(10))"
        _ = try database.read {
            try R.Review.filter(Column("stars") > 3)
                .joining(
                    required: R.Review.belongsTo(Book.self)
                        .joining(required: Book.author.aliased(author))
                )
                .filter(author[Column("country")] == country)
                .order(id).limit(100).fetchAll($0).count
        }
    }
    try measure("prefetch") {
        let authors = try database.read {
            try Author.including(all: Author.books.forKey("benchBooks")).order(id)
                .asRequest(of: AuthorWithBooks.self).fetchAll($0)
        }
        for author in authors where author.benchBooks.isEmpty { fatalError("no books") }
    }
}

if arguments[1] == "codable" { try run(ByCodable.self) } else { try run(ByHand.self) }
