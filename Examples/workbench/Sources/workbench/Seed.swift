import Apus

/// Fills the tables: 10,000 worlds, 12 fortunes and the counter. Run again it starts afresh.
struct Seed: Command {
    static let configuration = CommandConfiguration(
        abstract: "Fills the tables that the measurements read.")

    func run() throws {
        try Database.current.transaction {
            try World.query.delete()
            try Fortune.query.delete()
            try Counter.query.delete()
            try World.bulkCreate(
                (1...10_000).map { id in
                    var world = World(randomNumber: World.randomID)
                    world.id = Key(id)
                    return world
                })
            try Fortune.bulkCreate(
                messages.enumerated().map { index, message in
                    var fortune = Fortune(message: message)
                    fortune.id = Key(index + 1)
                    return fortune
                })
            var counter = Counter()
            counter.id = 1
            try Counter.bulkCreate([counter])
        }
        print("10000 worlds, \(messages.count) fortunes, 1 counter")
    }
}

private let messages = [
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
