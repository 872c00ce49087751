import ApusTemplates
import Foundation
import Testing

/// Compiles every Swift sample of the pages in one scratch package, and reads the samples in other
/// languages that can be read here.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["APUS_LONG_TESTS"] == "1"))
struct SampleTests {
    @Test func `every Swift sample of the documentation compiles`() throws {
        let pages = try Page.all(in: Checkout.folder).filter { !$0.isOfTutorial }
        let package = try SamplePackage(pages.map(SwiftSamples.init))
        defer { package.remove() }
        let (status, output) = try package.build()
        let errors = Self.errors(in: output)
        for error in errors { Issue.record("\(error)") }
        if status != 0, errors.isEmpty {
            Issue.record("the samples were not built: \(output.suffix(4000))")
        }
        guard status == 0 else { return }
        try checkTimes(output, package)

        for page in pages {
            for sample in page.samples
            where sample.language == "swift" && sample.marks.contains("fails") {
                let output = try package.typecheck(SwiftSamples(page).module(failing: sample))
                let errors = Self.errors(in: output)
                for (index, line) in sample.lines.enumerated() {
                    guard let comment = line.range(of: "// error: ") else { continue }
                    let place = "\(page.path):\(sample.line + index):"
                    let message = line[comment.upperBound...]
                    #expect(
                        errors.contains { $0.hasPrefix(place) && $0.contains(message) },
                        "\(place) must not compile, for '\(message)': \(output)")
                }
                #expect(
                    !errors.isEmpty,
                    "\(page.path):\(sample.line): compiles, but is marked as failing: \(output)")
            }
        }
    }

    /// No expression of the pages and of the tutorial's site takes the type checker longer than
    /// 200 ms of its own time.
    private func checkTimes(_ output: String, _ package: SamplePackage) throws {
        let folder = Checkout.folder.appending(path: "Examples/polls/Sources/polls")
        let files =
            FileManager.default.enumerator(atPath: folder.path)?
            .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") } ?? []
        #expect(!files.isEmpty, "the tutorial's site is not at \(folder.path)")
        let site = try package.typecheck(
            files.sorted().map { folder.appending(path: $0).path }, as: "polls")
        #expect(!site.contains("error:"), "the tutorial's site: \(site)")
        for line in Set((output + site).components(separatedBy: "\n"))
        where line.contains("ms to type-check (limit:") {
            Issue.record("\(line)")
        }
    }

    /// The compiler's errors, `docs/models.md:12:5: error: …`, each once.
    private static func errors(in output: String) -> [String] {
        var seen: Set<String> = []
        return output.components(separatedBy: "\n").compactMap { line in
            guard line.contains(": error: "), line.contains(".md:") else { return nil }
            let start = line.range(of: "README.md:") ?? line.range(of: "docs/")
            guard let start else { return nil }
            let error = String(line[start.lowerBound...])
            return seen.insert(error).inserted ? error : nil
        }
    }

    /// What a sample may be written in, beside those that are compiled or run: the languages of
    /// other programs, and text that no program reads.
    private static let foreign: Set<String> = [
        "", "text", "python", "nginx", "caddyfile", "systemd", "ini", "toml", "yaml", "dockerfile",
        "diff", "sql", "http",
    ]

    @Test func `every sample in another language can be read, where its reader is here`() throws {
        let engine = Engine(loaders: [])
        for page in try Page.all(in: Checkout.folder) where !page.isOfTutorial {
            for sample in page.samples {
                let place = "\(page.path):\(sample.line)"
                switch sample.language {
                case "swift", "console":
                    let known: Set = ["alone", "fails", "background", "elsewhere"]
                    #expect(known.isSuperset(of: sample.marks), "\(place): \(sample.marks)?")
                case "<!--":
                    #expect(
                        ["context", "run"].contains(sample.marks.first),
                        "\(place): a comment that begins with 'sample' is a context or a run")
                case "html", "django":
                    #expect(throws: Never.self, "\(place): no template") {
                        try engine.compile(sample.text, name: place)
                    }
                case "json":
                    #expect(throws: Never.self, "\(place): no JSON") {
                        try JSONSerialization.jsonObject(
                            with: Data(sample.text.utf8), options: .fragmentsAllowed)
                    }
                case "sh", "bash":
                    let (status, output) = try Shell.run(["bash", "-n", "-c", sample.text])
                    #expect(status == 0, "\(place): \(output)")
                default:
                    #expect(
                        Self.foreign.contains(sample.language),
                        "\(place): how is a sample in '\(sample.language)' tested?")
                }
            }
        }
    }
}
