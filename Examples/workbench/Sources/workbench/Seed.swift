import Apus

/// Fills the tables: 10,000 worlds, 12 fortunes and the counter. Run again it starts afresh.
struct Seed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Fills the tables that the measurements read.")

    func run() throws {
        try Database.current.transaction {
            try World.delete()
            try Fortune.delete()
            try Counter.delete()
            try World.bulkCreate(
                (1...10_000).map { World(id: $0, randomNumber: Int.random(in: 1...10_000)) })
            try Fortune.bulkCreate(
                fortunes.enumerated().map { Fortune(id: $0 + 1, message: $1) })
            try Counter.bulkCreate([Counter(id: 1)])
        }
        print("10000 worlds, \(fortunes.count) fortunes, 1 counter")
    }
}

private let fortunes = [
    "fortune: No such file or directory",
    "A computer scientist is someone who fixes things that aren't broken.",
    "After enough decimal places, nobody gives a damn.",
    "A bad random number generator: 1, 1, 1, 1, 1, 4.33e+67, 1, 1, 1",
    "A computer program does what you tell it to do, not what you want it to do.",
    "Emacs is a nice operating system, but I prefer UNIX. — Tom Christaensen",
    "Any program that runs right is obsolete.",
    "A list is only as strong as its weakest link. — Donald Knuth",
    "Feature: A bug with seniority.",
    "Computers make very fast, very accurate mistakes.",
    "<script>alert(\"This should not be displayed in a browser alert box.\");</script>",
    "フレームワークのベンチマーク",
]
