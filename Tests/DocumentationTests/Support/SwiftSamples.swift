import Foundation

/// The Swift samples of a page as the sources of a module. Its declarations are a file each; what
/// is statements becomes the body of one function, each sample in a scope within the one before, so
/// that it sees that one's variables and may use their names again.
struct SwiftSamples {
    /// A module's sources, by file name.
    struct Module {
        var name: String
        var files: [String: String] = [:]
    }

    let page: Page
    private(set) var modules: [Module] = []

    init(_ page: Page) {
        self.page = page
        let samples = page.samples.filter { $0.language == "swift" }
        let context = page.samples.filter { $0.language == "<!--" && $0.marks == ["context"] }
        var main = Module(name: page.module)
        var body: [Page.Sample] = []
        for sample in samples where !sample.marks.contains("fails") {
            if sample.marks.contains("alone") {
                modules.append(
                    module(
                        "\(page.module)_\(sample.line)", context + [sample].filter(isDeclaration),
                        [sample].filter { !isDeclaration($0) }))
            } else if isDeclaration(sample) {
                main.files["Line\(sample.line).swift"] = declarations(sample)
            } else if imports(sample).contains(where: isOwnRoom) {
                main.files["Line\(sample.line).swift"] = function([sample])
            } else {
                body.append(sample)
            }
        }
        for sample in context {
            main.files["Context\(sample.line).swift"] = declarations(sample)
        }
        if !body.isEmpty { main.files["Statements.swift"] = function(body) }
        if !samples.isEmpty, main.files.count > context.count { modules.append(main) }
    }

    /// The module that holds `sample`, which must not compile, beside the page's declarations.
    func module(failing sample: Page.Sample) -> Module {
        let isDeclared = isDeclaration(sample)
        var module = modules.first { $0.name == page.module } ?? Module(name: page.module)
        module.files["Statements.swift"] = nil
        module.files["Line\(sample.line).swift"] =
            isDeclared ? declarations(sample) : function([sample])
        return module
    }

    private func module(
        _ name: String, _ declared: [Page.Sample], _ stated: [Page.Sample]
    ) -> Module {
        var module = Module(name: name)
        for sample in declared {
            module.files["Line\(sample.line).swift"] = declarations(sample)
        }
        if !stated.isEmpty { module.files["Statements.swift"] = function(stated) }
        return module
    }

    // MARK: Reading a sample

    private static let declaring: Set<String> = [
        "import", "struct", "enum", "class", "actor", "protocol", "extension", "func", "typealias",
        "public", "private", "internal", "package", "final", "static", "nonisolated", "indirect",
    ]

    /// The first words of the lines that aren't indented.
    private func firstWords(_ sample: Page.Sample) -> [String] {
        sample.lines.filter { line in
            guard let first = line.first, !line.hasPrefix("//") else { return false }
            return !" })].".contains(first)
        }
        .map { String($0.prefix { !" (".contains($0) }) }
    }

    /// Whether the sample stands at the top of a file. Variables alone do where they have imports
    /// before them.
    private func isDeclaration(_ sample: Page.Sample) -> Bool {
        let words = firstWords(sample)
        let others = words.filter { $0 != "import" && $0 != "let" && $0 != "var" }
        if others.isEmpty, !sample.text.contains("try ") { return words.contains("import") }
        return !others.isEmpty
            && others.allSatisfy { Self.declaring.contains($0) || $0.hasPrefix("@") }
    }

    private func imports(_ sample: Page.Sample) -> [String] {
        sample.lines.filter { $0.hasPrefix("import ") || $0.hasPrefix("@testable import ") }
            .compactMap { $0.split(separator: " ").last.map(String.init) }
    }

    /// Whether a module is one of Apus's that can be used without the rest.
    private func isOwnRoom(_ module: String) -> Bool {
        module.hasPrefix("Apus") && module != "Apus" && module != "ApusTesting"
    }

    // MARK: Writing sources

    /// What a sample imports. The modules of the reader's own site stand in the page's context.
    private func head(_ samples: [Page.Sample]) -> String {
        var modules = samples.flatMap(imports)
        modules.removeAll { !$0.hasPrefix("Apus") && $0 != "Testing" && $0 != "Synchronization" }
        if !modules.contains(where: isOwnRoom) { modules.append("Apus") }
        return Set(modules).sorted().map { "import \($0)\n" }.joined()
    }

    private func declarations(_ sample: Page.Sample) -> String {
        let isMember = firstWords(sample).contains("static")
        let text = located(sample)
        return head([sample])
            + (isMember ? "enum Line\(sample.line) {\n\(text)}\n" : text)
    }

    private func function(_ samples: [Page.Sample]) -> String {
        let name = "line\(samples[0].line)"
        var body = ""
        var depth = 0
        for sample in samples {
            if sample.lines.contains(where: { $0.hasPrefix("return ") }) {
                let isAsync = sample.text.contains("await ") ? "async " : ""
                body +=
                    "func answer\(sample.line)() \(isAsync)throws -> Response {\n"
                    + located(sample) + "}\n"
            } else {
                body += "do {\n" + located(sample)
                depth += 1
            }
        }
        let isAsync = body.contains("await ") ? "async " : ""
        // A room that stands alone has no views.
        let parameter =
            samples.flatMap(imports).contains(where: isOwnRoom) ? "" : "_ request: Request"
        return head(samples) + "func \(name)(\(parameter)) \(isAsync)throws {\n" + body
            + String(repeating: "}\n", count: depth + 1)
    }

    /// The sample without its imports, with the lines that the compiler is to name. `…` stands for
    /// what the page leaves out: a line of its own, or all of a closure.
    private func located(_ sample: Page.Sample) -> String {
        let lines = sample.lines.map { line -> String in
            if line.hasPrefix("import ") || line.hasPrefix("@testable import ") { return "" }
            if line.trimmingCharacters(in: .whitespaces) == "…" { return "" }
            return line.replacingOccurrences(of: "{ … }", with: "{ }")
        }
        return "#sourceLocation(file: \"\(page.path)\", line: \(sample.line))\n"
            + lines.joined(separator: "\n") + "\n#sourceLocation()\n"
    }
}
