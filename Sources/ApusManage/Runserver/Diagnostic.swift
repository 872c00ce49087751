/// An error, warning or note of the compiler.
struct Diagnostic: Equatable {
    enum Severity: String { case error, warning, note }

    var file: String
    var line: Int
    var column: Int
    var severity: Severity
    var message: String

    /// Reads `/site/Sources/polls/Views.swift:12:9: error: cannot find 'x' in scope`.
    init?(line text: some StringProtocol) {
        for severity in [Severity.error, .warning, .note] {
            guard let marker = text.firstRange(of: ": \(severity.rawValue): ") else { continue }
            let place = text[..<marker.lowerBound].split(separator: ":")
            guard place.count >= 3, let line = Int(place[place.count - 2]),
                let column = Int(place[place.count - 1]), line > 0, column > 0
            else { continue }
            file = place.dropLast(2).joined(separator: ":")
            guard file.hasPrefix("/") else { continue }
            self.line = line
            self.column = column
            self.severity = severity
            message = String(text[marker.upperBound...])
            return
        }
        return nil
    }

    /// The diagnostics of a build's output, each once, in the order in which they came.
    static func all(in output: String) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for line in output.split(separator: "\n") {
            if let diagnostic = Diagnostic(line: line), !found.contains(diagnostic) {
                found.append(diagnostic)
            }
        }
        return found
    }
}

/// What a failed build said.
struct BuildFailure: Equatable {
    /// All that the build printed.
    let output: String
    /// Its errors, each with the notes that follow it, each once.
    let errors: [Diagnostic]

    init(output: String) {
        self.output = output
        errors = Diagnostic.all(in: output).filter { $0.severity == .error }
    }

    /// Whether a build said it, not a site that couldn't start.
    var isBuilds: Bool { output.contains("error: ") }

    /// What it said, without the lines of progress: `[3/7] Compiling polls Views.swift`, and
    /// without what the compiler said twice.
    var text: String {
        var seen: [Diagnostic] = []
        var isRepeated = false
        var lines: [Substring] = []
        for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
            if Self.isProgress(line) {
                isRepeated = false
                continue
            }
            if let diagnostic = Diagnostic(line: line) {
                isRepeated = seen.contains(diagnostic)
                seen.append(diagnostic)
            }
            if !isRepeated { lines.append(line) }
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    private static func isProgress(_ line: Substring) -> Bool {
        (line.hasPrefix("[") && line.prefix(12).contains("/") && line.prefix(12).contains("] "))
            || line.hasPrefix("Building for ") || line.hasPrefix("error: fatalError")
            || line.hasPrefix("error: emit-module command failed")
            || line.hasPrefix("Planning build")
    }
}
