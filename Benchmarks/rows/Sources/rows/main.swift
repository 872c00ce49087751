// Reads and writes rows with Apus: the work of floor/rows.c and of the peers, in the same words.
// usage: rows DATABASE SECONDS [WORK]

import ApusORM
import FoundationEssentials
import Glibc

let arguments = CommandLine.arguments
guard arguments.count >= 3, let seconds = Double(arguments[2]) else {
    fatalError("usage: rows DATABASE SECONDS [WORK]")
}
let only = arguments.count > 3 ? arguments[3] : nil
let database = try Database(arguments[1])
Database.setDefault(database)

func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Prints how often `work` is done in a second, `batch` times between two looks at the clock; what
/// `prepare` does is not counted.
func measure(
    _ name: String, batch: Int = 1, prepare: () throws -> Void = {}, _ work: () throws -> Void
) rethrows {
    if let only, only != name { return }
    var over = 0.0
    var count = 0
    repeat {
        try prepare()
        let start = now()
        for _ in 0..<batch { try work() }
        over += now() - start
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

var sum = 0
try measure("get", batch: 1000) { sum &+= try World.get(randomID()).randomNumber }
try measure("filter", batch: 1000) {
    let id = randomID()
    sum &+= try World.filter { $0.id == id }.get().randomNumber
}
try measure("rows") { sum &+= try Item.all().count }
try measure("insert", prepare: { try Entry.query.delete() }) {
    try Entry.bulkCreate((0..<10_000).map { Entry(name: "entry \($0)", number: $0) })
}
try measure("update", batch: 100) {
    let id = randomID()
    try World.filter { $0.id == id }.update { $0.randomNumber += 1 }
}
try measure("join") {
    let country = "country \(randomID(10))"
    sum &+= try Review.filter { $0.book.author.country == country && $0.stars > 3 }
        .order { $0.id.ascending }.limit(100).all().count
}
try measure("prefetch") {
    for author in try Author.query.prefetch({ $0.books }).order({ $0.id.ascending }).all() {
        sum &+= try author.books.all().count
    }
}
let moment = Date.now
try measure("sql", batch: 1000) {
    let query = Item.filter { $0.addedAt <= moment && $0.isPublic == true }
        .order { $0.addedAt.descending }.limit(5)
    sum &+= try query.sql().bindings.count
}
if sum == 42 { print() }
