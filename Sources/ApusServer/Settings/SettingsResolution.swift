extension ServerSettings {
    /// The settings that a command line (without the program's and the command's names) and an
    /// environment make of a site's own. The command line wins, then the environment (`APUS_…`,
    /// `PORT`, `WEB_CONCURRENCY`), then the site's. Throws one line for an unknown flag or an
    /// unusable value, before anything is opened.
    public static func resolve(
        arguments: [String], environment: [String: String] = [:], site: ServerSettings = .init()
    ) throws(SettingError) -> ServerSettings {
        var settings = site
        settings.origins = [:]
        let defaults = ServerSettings()
        for row in table where row.show(site) != row.show(defaults) {
            settings.origins[row.flag] = .site
        }
        let given = try parse(arguments, &settings)
        for row in table {
            if let texts = given[row.flag] {
                try row.use(texts, as: "--\(row.flag)", .commandLine, &settings)
            } else if let name = row.environment.first(where: { environment[$0] != nil }),
                let text = environment[name]
            {
                let value = name == "PORT" ? "0.0.0.0:" + text : text
                try row.use([value], as: name, .environment(name), &settings)
            }
        }
        return settings
    }

    /// Splits a command line into each flag's values.
    private static func parse(
        _ arguments: [String], _ settings: inout ServerSettings
    ) throws(SettingError) -> [String: [String]] {
        var given: [String: [String]] = [:]
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--check": settings.action = .check
            case "--print-config": settings.action = .printConfiguration
            case "--help", "-h": settings.action = .help
            default:
                guard argument.hasPrefix("--") else {
                    throw SettingError(
                        "unexpected argument '\(argument)': settings are given as --name VALUE "
                            + "(--help lists them)")
                }
                let parts = argument.dropFirst(2).split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let flag = String(parts.first ?? "")
                guard table.contains(where: { $0.flag == flag }) else { throw .unknown(flag) }
                if parts.count == 2 {
                    given[flag, default: []].append(String(parts[1]))
                } else if let value = rest.popFirst(), !value.hasPrefix("--") {
                    given[flag, default: []].append(value)
                } else {
                    throw SettingError("--\(flag) needs a value (--help lists the settings)")
                }
            }
        }
        return given
    }
}

extension SettingDefinition {
    func use(
        _ texts: [String], as name: String, _ origin: SettingOrigin,
        _ settings: inout ServerSettings
    ) throws(SettingError) {
        if let problem = apply(&settings, texts) {
            throw SettingError("\(name): '\(problem.text)' is not \(problem.expectation)")
        }
        settings.origins[flag] = origin
    }
}

extension SettingError {
    static func unknown(_ flag: String) -> SettingError {
        let near = (ServerSettings.table.map(\.flag) + ["check", "print-config", "help"])
            .map { (flag: $0, distance: editDistance($0, flag)) }
            .min { $0.distance < $1.distance }
        if let near, near.distance <= max(2, flag.utf8.count / 3) {
            return SettingError("unknown option --\(flag): did you mean --\(near.flag)?")
        }
        return SettingError("unknown option --\(flag) (--help lists the settings)")
    }
}

/// Levenshtein's distance, for suggestions.
func editDistance(_ first: String, _ second: String) -> Int {
    let second = Array(second.utf8.prefix(64))
    var row = Array(0...second.count)
    for (i, a) in first.utf8.prefix(64).enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, b) in second.enumerated() {
            let replaced = diagonal + (a == b ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
        }
    }
    return row[second.count]
}
