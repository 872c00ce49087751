import ApusWeb

/// What `manage check` found, as Django prints it.
struct CheckReport {
    let messages: [CheckMessage]
    /// How many messages the settings silence.
    let silenced: Int

    init(_ messages: [CheckMessage], silenced: Int = 0) {
        self.messages = messages
        self.silenced = silenced
    }

    init(_ findings: (messages: [CheckMessage], silenced: Int)) {
        self.init(findings.messages, silenced: findings.silenced)
    }

    /// Whether something stops a command.
    var hasErrors: Bool { messages.contains { $0.level >= .error } }

    /// The report: one line when nothing was found.
    var text: String {
        let count = messages.count
        let issues = count == 0 ? "no issues" : count == 1 ? "1 issue" : "\(count) issues"
        let summary = "System check identified \(issues) (\(silenced) silenced)."
        return count == 0
            ? summary : "System check identified some issues:\n\n\(groups)\n\(summary)"
    }

    /// The report as what a command stops with.
    var error: SystemCheckError { SystemCheckError(report: text) }

    private var groups: String {
        let headings: [(CheckMessage.Level, String)] = [
            (.critical, "CRITICALS"), (.error, "ERRORS"), (.warning, "WARNINGS"),
            (.info, "INFOS"), (.debug, "DEBUGS"),
        ]
        var text = ""
        for (level, heading) in headings {
            let group = messages.filter { $0.level == level }.map(\.description)
            if !group.isEmpty { text += "\(heading):\n\(group.joined(separator: "\n"))\n\n" }
        }
        return String(text.dropLast())
    }
}

/// A site that its own checks stop.
struct SystemCheckError: Error, CustomStringConvertible {
    let report: String
    var description: String { "SystemCheckError: \(report)" }
}
