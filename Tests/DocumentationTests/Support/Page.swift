import Foundation

/// A page of the documentation as what its reader finds in it: fences, and what stands in comments
/// that only the tests see.
struct Page {
    /// A fence, or a comment that begins with `sample`.
    struct Sample {
        /// The first word behind the backticks; empty where there is none.
        var language: String
        /// The words after it.
        var marks: [String]
        /// The line of its first line of text, counted from 1.
        var line: Int
        var lines: [String] = []

        var text: String { lines.joined(separator: "\n") + "\n" }
    }

    struct Command {
        var line: String
        var expected: [String] = []
    }

    enum Manner: String {
        case succeeds
        /// Goes on while the rest of the page is read: a server.
        case background
        /// Is told to end with a failure.
        case fails
    }

    /// Its path in the checkout: `docs/models.md`.
    let path: String
    private(set) var samples: [Sample] = []

    init(_ path: String, in checkout: URL) throws {
        self.path = path
        let text = try String(contentsOf: checkout.appending(path: path), encoding: .utf8)
        var open: (sample: Sample, end: String)?
        for (index, line) in text.components(separatedBy: "\n").enumerated() {
            if case (var sample, let end)? = open {
                if line == end {
                    samples.append(sample)
                    open = nil
                } else {
                    sample.lines.append(line)
                    open = (sample, end)
                }
            } else if line.hasPrefix("```") {
                let words = line.drop { $0 == "`" }.split(separator: " ").map(String.init)
                let sample = Sample(
                    language: words.first ?? "", marks: Array(words.dropFirst()), line: index + 2)
                open = (sample, String(line.prefix { $0 == "`" }))
            } else if line.hasPrefix("<!-- sample ") {
                let words = line.split(separator: " ").dropFirst(2).map(String.init)
                let sample = Sample(
                    language: "<!--", marks: words.filter { $0 != "-->" }, line: index + 2)
                open = (sample, "-->")
            }
        }
    }

    /// Every page that is there: the README and all below `docs`.
    static func all(in checkout: URL) throws -> [Page] {
        var paths = ["README.md"]
        let docs = FileManager.default.enumerator(atPath: checkout.appending(path: "docs").path)
        for case let path as String in docs ?? .init() where path.hasSuffix(".md") {
            paths.append("docs/" + path)
        }
        return try paths.sorted().map { try Page($0, in: checkout) }
    }

    /// A page whose samples are the files and commands of one site, from its beginning on.
    var isOfTutorial: Bool { path.hasPrefix("docs/tutorial/") }

    /// Its name as a Swift module: `docs_models`.
    var module: String {
        String(path.dropLast(3).map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }
}

extension Page.Sample {
    /// The commands behind `$`, each with the lines that its output has.
    var commands: [Page.Command] {
        var commands: [Page.Command] = []
        for line in lines where !line.isEmpty {
            if line.hasPrefix("$ ") {
                commands.append(Page.Command(line: String(line.dropFirst(2))))
            } else if !commands.isEmpty {
                commands[commands.count - 1].expected.append(
                    line.trimmingCharacters(in: .whitespaces))
            }
        }
        return commands
    }
}
