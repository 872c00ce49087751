import ApusORM
import ApusWeb
import ArgumentParser

/// `manage dumpdata`.
struct DumpData: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dumpdata",
        abstract: "Writes rows as a JSON fixture, in Django's format.",
        usage: "manage dumpdata [APP | APP.MODEL …] [OPTIONS]")

    @Argument(help: "The apps and models to dump; all without one.")
    var labels: [String] = []

    @Option(name: [.customShort("e"), .long], help: "An app or a model to leave out; repeatable.")
    var exclude: [String] = []

    @Flag(help: "Name rows that foreign keys point at by natural keys, where there are some.")
    var naturalForeign = false

    @Flag(help: "Leave out the primary keys of rows that have a natural key.")
    var naturalPrimary = false

    @Option(help: "How many blanks a level is indented by.")
    var indent: Int?

    @Option(help: "Only the rows with these keys, between commas; of one model.")
    var pks: String?

    @Option(name: .shortAndLong, help: "The file to write.")
    var output: String?

    func run(_ site: Site) throws {
        var options = DumpDataOptions()
        options.labels = labels
        options.excluded = exclude
        options.indent = indent
        options.usesNaturalForeign = naturalForeign
        options.usesNaturalPrimary = naturalPrimary
        options.keys = (pks ?? "").split(separator: ",").map {
            String($0.filter { !$0.isWhitespace })
        }
        options.file = output
        try DataCommands.run(site) { try $0.dumpData(options) }
    }
}
