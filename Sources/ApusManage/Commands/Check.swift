import ApusWeb
import ArgumentParser

/// `manage check`.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Looks for problems in settings, routes, templates and models.",
        usage: "manage check [--deploy] [--database] [--fail-level LEVEL]")

    @Option(
        help:
            "The least serious message that makes the command fail: \(names.joined(separator: ", "))."
    )
    var failLevel = "ERROR"

    @Flag(help: "Also look for what would be unwise on the open internet.")
    var deploy = false

    @Flag(help: "Also read the whole database: is it undamaged, and as the migrations say?")
    var database = false

    private static let names = ["CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG"]
    private static let levels: [CheckMessage.Level] = [.critical, .error, .warning, .info, .debug]

    func validate() throws {
        if level == nil {
            throw ValidationError(
                "'\(failLevel)' is not a level: choose from \(Self.names.joined(separator: ", ")).")
        }
    }

    private var level: CheckMessage.Level? {
        Self.names.firstIndex(of: failLevel.uppercased()).map { Self.levels[$0] }
    }

    func run(_ site: Site) throws {
        var messages = site.check(deploy: deploy)
        if database { messages += try DatabaseChecks(site).messages }
        let report = CheckReport(messages)
        let limit = level ?? .error
        if report.messages.contains(where: { $0.level >= limit }) { throw report.error }
        if report.messages.isEmpty { Output.line(report.text) } else { Output.error(report.text) }
    }
}
