/// A conversation with the compiler: takes its messages, gives the answers. The messages are
/// those of swift-syntax's `PluginMessages.swift`, protocol versions 1 to 7; a compiler goes on
/// speaking the older ones.
public struct PluginSession: Sendable {
    /// The version that this plugin speaks.
    static let protocolVersion = 7
    /// The version from which on both kinds of macro are answered with `expandMacroResult`.
    static let versionOfOneResult = 5

    /// The version that the compiler speaks; 0 until it says so.
    private var hostVersion = 0

    /// A conversation that has not begun.
    public init() {}

    /// The answer to one message, both without the length before them. Every message is answered:
    /// one that can't be read, with a diagnostic.
    public mutating func answer(to message: [UInt8]) -> [UInt8] {
        JSONWriter.bytes(of: answer(message))
    }

    private mutating func answer(_ bytes: [UInt8]) -> JSONValue {
        let message: JSONValue
        do {
            message = try JSONReader.read(bytes)
        } catch {
            return failure(
                "the compiler's message is no JSON at byte \(error.offset): \(error.message)")
        }
        if let request = message["getCapability"] {
            hostVersion = request["capability"]?["protocolVersion"]?.integer ?? 0
            return [
                "getCapabilityResult": [
                    "capability": [
                        "protocolVersion": .integer(Self.protocolVersion), "features": [],
                    ]
                ]
            ]
        }
        if let request = message["expandAttachedMacro"] { return expand(request) }
        if let request = message["expandFreestandingMacro"] {
            let name = request["macro"]?["name"]?.string ?? ""
            return result(
                nil,
                [
                    diagnostic(
                        "#\(name) is no macro of Apus: write @Model, @Field or @Reverse",
                        request["syntax"])
                ],
                old: "expandFreestandingMacroResult")
        }
        if message["loadPluginLibrary"] != nil {
            return ["loadPluginLibraryResult": ["loaded": .boolean(false), "diagnostics": []]]
        }
        return failure("the compiler asks for something that this plugin doesn't know")
    }

    private func expand(_ request: JSONValue) -> JSONValue {
        let declaration = request["declSyntax"]
        guard let type = request["macro"]?["typeName"]?.string,
            let role = request["macroRole"]?.string,
            let source = declaration?["source"]?.string
        else { return failure("the compiler's request lacks a macro, a role or a declaration") }
        let expansion = Expansion.of(
            macro: type, role: role, declaration: Array(source.utf8),
            location: declaration?["location"].flatMap(location),
            extendedType: request["extendedTypeSyntax"]?["source"]?.string,
            conformances: request["conformanceListSyntax"]?["source"]?.string)
        let diagnostics = expansion.diagnostics.map { encode($0, in: declaration) }
        return result(expansion.source, diagnostics, old: "expandAttachedMacroResult")
    }

    private func location(_ value: JSONValue) -> SourceLocation? {
        guard let file = value["fileName"]?.string, let line = value["line"]?.integer else {
            return nil
        }
        return SourceLocation(file: file, line: line)
    }

    private func result(_ source: String?, _ diagnostics: [JSONValue], old: String) -> JSONValue {
        if hostVersion >= Self.versionOfOneResult {
            return [
                "expandMacroResult": [
                    "expandedSource": source.map { .string($0) } ?? .null,
                    "diagnostics": .array(diagnostics),
                ]
            ]
        }
        if old == "expandAttachedMacroResult" {
            return [
                "expandAttachedMacroResult": [
                    "expandedSources": source.map { .array([.string($0)]) } ?? .null,
                    "diagnostics": .array(diagnostics),
                ]
            ]
        }
        return .object([
            old: [
                "expandedSource": source.map { .string($0) } ?? .null,
                "diagnostics": .array(diagnostics),
            ]
        ])
    }

    private func failure(_ message: String) -> JSONValue {
        result(nil, [diagnostic(message, nil)], old: "expandAttachedMacroResult")
    }

    private func diagnostic(_ message: String, _ syntax: JSONValue?) -> JSONValue {
        encode(ModelDiagnostic(message, range: 0..<0), in: syntax)
    }

    /// A diagnostic as the compiler reads it: its offsets count from the start of the file.
    private func encode(_ diagnostic: ModelDiagnostic, in syntax: JSONValue?) -> JSONValue {
        let location = syntax?["location"]
        let file = JSONValue.string(location?["fileName"]?.string ?? "")
        let base = location?["offset"]?.integer ?? 0
        func offset(_ index: Int) -> JSONValue {
            .integer(base.addingReportingOverflow(index).partialValue)
        }
        func place(_ range: Range<Int>) -> JSONValue {
            [
                "fileName": file, "startOffset": offset(range.lowerBound),
                "endOffset": offset(range.upperBound),
            ]
        }
        var fixes: [JSONValue] = []
        if let fix = diagnostic.fix {
            fixes.append([
                "message": .string(fix.message),
                "changes": [["range": place(fix.range), "newText": .string(fix.text)]],
            ])
        }
        return [
            "message": .string(diagnostic.message),
            "severity": .string(diagnostic.severity.rawValue),
            "position": ["fileName": file, "offset": offset(diagnostic.range.lowerBound)],
            "highlights": diagnostic.range.isEmpty ? [] : [place(diagnostic.range)],
            "notes": [], "fixIts": .array(fixes),
        ]
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }

    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
