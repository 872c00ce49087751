extension ServerSettings {
    /// What `--print-config` shows: `name = value` a line, and where each came from.
    public var configurationListing: String {
        Self.table.map { row in
            let origin = origins[row.flag]?.description ?? "default"
            return "\(row.flag) = \(row.show(self))  (\(origin))\n"
        }.joined()
    }

    /// The settings with their meaning, default and environment names, for a help page.
    public static var help: String {
        let defaults = ServerSettings()
        var text = "Settings (command line, then environment, then the site's settings):\n"
        for row in table {
            text += "  --\(row.flag) \(row.placeholder)\n"
            text += wrapped(row.help, indent: "        ")
            text +=
                "        [default: \(row.show(defaults)); environment: \(row.environment.joined(separator: ", "))]\n"
        }
        text += """
              --check
                    Validate everything, print OK and exit.
              --print-config
                    Show the resolved settings and where each came from, and exit.

            """
        return text
    }

    private static func wrapped(_ text: String, indent: String) -> String {
        var lines = ""
        var line = indent
        for word in text.split(separator: " ") {
            if line.utf8.count + word.utf8.count > 79 {
                lines += line + "\n"
                line = indent
            }
            line += (line == indent ? "" : " ") + word
        }
        return lines + line + "\n"
    }
}
