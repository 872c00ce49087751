import ApusORM

extension Site {
    /// Everything that can be found wrong with the site without running it, the worst first. With
    /// `deploy`, also what would be unwise on the open internet, by Django's ids.
    public func check(deploy: Bool = false) -> [CheckMessage] {
        var messages = startMessages
        messages += core.table.ambiguities
        messages += modelMessages
        messages += TemplateChecks(core).messages
        if deploy { messages += DeployChecks(core.settings).messages }
        // Among equals the order in which they were found.
        return messages.enumerated().sorted {
            ($1.element.level, $0.offset) < ($0.element.level, $1.offset)
        }.map(\.element)
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
        return messages
    }

    private var modelMessages: [CheckMessage] {
        var tables: [String: [String]] = [:]
        var labels: [String: Int] = [:]
        for app in apps {
            labels[type(of: app).label, default: 0] += 1
            for schema in type(of: app).models.schemas {
                tables[schema.table, default: []].append("\(schema.name)")
            }
        }
        let shared = tables.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
        let doubled = labels.filter { $0.value > 1 }.keys.sorted()
        return shared.map { table, models in
            CheckMessage(
                .error, "models.E028",
                "db_table '\(table)' is used by multiple models: "
                    + models.joined(separator: ", ") + ".", object: table)
        }
            + doubled.map {
                CheckMessage(
                    .error, "apps.E001", "The app '\($0)' is installed twice.", object: $0,
                    hint: "Remove it from the site's apps, or give one of the two a label.")
            }
    }
}
