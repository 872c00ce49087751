import ApusORM
import ApusWeb
import ArgumentParser

/// `manage loaddata`.
struct LoadData: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loaddata",
        abstract: "Writes the rows of JSON fixtures into the database: all of them or none.",
        usage: "manage loaddata FIXTURE… [OPTIONS]")

    @Argument(
        help: "Paths, names of files in Fixtures/ and Fixtures/APP/, or - for standard input.")
    var fixtures: [String] = []

    @Option(help: "Look only in the folder of this app.")
    var app: String?

    @Option(name: [.customShort("e"), .long], help: "An app or a model to pass over; repeatable.")
    var exclude: [String] = []

    @Flag(
        name: [.customShort("i"), .customLong("ignorenonexistent")],
        help: "Pass over models and fields that don't exist.")
    var ignoresUnknown = false

    func run(_ site: Site) throws {
        var options = LoadDataOptions()
        options.fixtures = fixtures
        options.excluded = exclude
        options.isIgnoringUnknown = ignoresUnknown
        let folder = Path.join(site.settings.projectFolder, "Fixtures")
        let labels = site.apps.map { type(of: $0).label }
        if let app, !labels.contains(app) {
            throw CommandError("No installed app with label '\(app)'.")
        }
        let own = labels.filter { app == nil || $0 == app }.map { Path.join(folder, $0) }
        options.folders = own + (app == nil ? [folder, ""] : [])
        try DataCommands.run(site) { try $0.loadData(options) }
    }
}
