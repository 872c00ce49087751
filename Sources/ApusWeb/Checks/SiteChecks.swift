import ApusORM

extension Site {
    /// Everything that can be found wrong with the site without running it, the worst first, without
    /// what `silencedSystemChecks` names. With `deploy`, also what would be unwise on the open
    /// internet, by Django's ids.
    public func check(deploy: Bool = false) -> [CheckMessage] {
        findings(deploy: deploy).messages
    }

    /// What is found wrong: with `tags`, only what is about these; with `apps`, only the models of
    /// these. How many messages the settings silence is counted.
    package func findings(
        deploy: Bool = false, tags: Set<CheckTag>? = nil, apps: Set<String>? = nil
    ) -> (messages: [CheckMessage], silenced: Int) {
        func wants(_ tag: CheckTag) -> Bool { tags?.contains(tag) ?? true }
        var messages = startMessages
        messages += core.table.ambiguities
        if wants(.models) { messages += modelMessages(of: apps) }
        if wants(.templates) { messages += TemplateChecks(core).messages }
        if deploy { messages += DeployChecks(core.settings).messages }
        messages.removeAll { !wants($0.tag) }
        let silenced = Set(settings.silencedSystemChecks)
        let loud = messages.filter { !silenced.contains($0.id) }
        // Among equals the order in which they were found.
        let sorted = loud.enumerated().sorted {
            ($1.element.level, $0.offset) < ($0.element.level, $1.offset)
        }.map(\.element)
        return (sorted, messages.count - loud.count)
    }

    /// What is looked at when the site starts: settings and routes. A template that can't be read
    /// fails the pages that need it, and no worker reads them all before it serves.
    var startMessages: [CheckMessage] {
        core.settings.problems.map {
            CheckMessage(.error, "settings.E001", $0.reason, object: $0.name)
        } + settingsMessages + core.table.problems
    }

    private var settingsMessages: [CheckMessage] {
        var messages: [CheckMessage] = []
        if !core.knowsZone {
            messages.append(
                CheckMessage(
                    .error, "settings.E002",
                    "'\(settings.timeZone)' is not a time zone that this machine knows.",
                    object: "TIME_ZONE",
                    hint: "Use a name of the IANA database, such as Europe/Berlin or UTC."))
        }
        if !settings.staticURL.hasPrefix("/") || !settings.staticURL.hasSuffix("/") {
            messages.append(
                CheckMessage(
                    .error, "settings.E003",
                    "'\(settings.staticURL)' doesn't begin and end with a slash.",
                    object: "STATIC_URL"))
        }
        // What the environment says wrongly is told already.
        if !settings.problems.contains(where: { $0.name == "DATABASE_URL" }) {
            do {
                _ = try Database.path(of: settings.databaseURL)
            } catch {
                messages.append(
                    CheckMessage(
                        .error, "settings.E004",
                        "'\(settings.databaseURL)' names a database that can't be used.",
                        object: "DATABASE_URL", hint: error.advice + "."))
            }
        }
        return messages
    }

    private func modelMessages(of labels: Set<String>?) -> [CheckMessage] {
        var counts: [String: Int] = [:]
        for app in apps { counts[type(of: app).label, default: 0] += 1 }
        let doubled = counts.filter { $0.value > 1 }.keys.sorted().map {
            CheckMessage(
                .error, "apps.E001", "The app '\($0)' is installed twice.", object: $0,
                hint: "Remove it from the site's apps, or give one of the two a label.")
        }
        let schemas = apps.flatMap { type(of: $0).models.schemas }
        return ModelChecks(schemas).messages(apps: labels) + doubled
    }
}
