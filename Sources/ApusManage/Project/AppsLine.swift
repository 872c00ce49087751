/// The line of a project's Package.swift that names its apps: `let apps: [String] = ["polls"]`.
enum AppsLine {
    /// `manifest` with `app` added at the end of the list; nil when there is no such line, or it
    /// spans several.
    static func adding(_ app: String, to manifest: String) -> String? {
        var lines = manifest.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        for (index, line) in lines.enumerated() where line.hasPrefix("let apps") {
            guard let start = line.firstIndex(of: "="),
                let open = line[start...].firstIndex(of: "["),
                let close = line[open...].lastIndex(of: "]")
            else { continue }
            let list = line[line.index(after: open)..<close]
            let isEmpty = list.allSatisfy { $0 == " " }
            let before = line[...open] + (isEmpty ? "" : list + ", ")
            lines[index] = before + "\"\(app)\"" + line[close...]
            return lines.joined(separator: "\n")
        }
        return nil
    }
}
