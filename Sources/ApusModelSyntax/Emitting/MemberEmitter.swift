struct MemberEmitter {
    let model: ModelDescription
    let isBroken: Bool
    var source: String { "" }
}
func conformance(of type: String, stillNeeded: String?) -> String { "extension \(type): Model {}" }
enum ReverseExpansion {
    static func of(_ source: SourceText) -> Expansion { Expansion(source: "", diagnostics: []) }
}
