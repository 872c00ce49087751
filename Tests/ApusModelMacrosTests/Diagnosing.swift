@testable import ApusModelSyntax

/// The expansion of `@Model` in the member role.
func expandModel(_ source: String) -> Expansion {
    Expansion.of(macro: "ModelMacro", role: "member", declaration: Array(source.utf8))
}

/// What is wrong with a model, as `line:column message`.
func diagnose(_ source: String) -> [String] {
    expandModel(source).diagnostics.map { diagnostic in
        let before = Array(source.utf8).prefix(diagnostic.range.lowerBound)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return "\(line):\(before.count - lineStart + 1) \(diagnostic.message)"
    }
}

/// The model that `source` declares, `@Model struct Sample { … }` around it.
func read(members source: String) -> ModelDescription {
    DeclarationReader.read(SourceText("@Model struct Sample {\n\(source)\n}")).0
        ?? ModelDescription()
}

/// What is wrong with members, as `line:column message`; the first line is line 1.
func diagnose(members source: String) -> [String] {
    diagnose("@Model struct Sample {\n\(source)\n}").map { text in
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let line = Int(parts[0]) else { return text }
        return "\(line - 1):\(parts[1])"
    }
}
