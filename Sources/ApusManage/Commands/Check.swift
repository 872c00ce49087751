import ApusWeb
import ArgumentParser

/// `manage check`.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Looks for problems in settings, routes, templates and models.",
        usage: "manage check [APP…] [--tag TAG…] [--deploy] [--database] [--fail-level LEVEL]")

    @Argument(help: "The apps whose models are looked at; all without one.")
    var apps: [String] = []

    @Option(
        name: [.customShort("t"), .long], help: "Look only for what is about this; repeatable.")
    var tag: [String] = []

    @Flag(help: "List the tags that there are, and do nothing.")
    var listTags = false

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
        let available = CheckTag.available(deploy: deploy)
        if listTags { return available.forEach { Output.line($0.rawValue) } }
        let tags = try tag.map { name in
            guard let tag = CheckTag(rawValue: name), available.contains(tag) else {
                throw CommandError("There is no system check with the \"\(name)\" tag.")
            }
            return tag
        }
        let labels = site.apps.map { type(of: $0).label }
        for app in apps where !labels.contains(app) {
            throw CommandError("No installed app with label '\(app)'.")
        }
        var findings = site.findings(
            deploy: deploy, tags: tags.isEmpty ? nil : Set(tags),
            apps: apps.isEmpty ? nil : Set(apps))
        if database, tags.isEmpty || tags.contains(.database) {
            findings.messages += try DatabaseChecks(site).messages
        }
        let report = CheckReport(findings)
        let limit = level ?? .error
        if report.messages.contains(where: { $0.level >= limit }) { throw report.error }
        if report.messages.isEmpty { Output.line(report.text) } else { Output.error(report.text) }
    }
}
