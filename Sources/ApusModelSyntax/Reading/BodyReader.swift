extension DeclarationReader {
    static let typeKeywords: Set<String> = [
        "struct", "class", "enum", "actor", "protocol", "extension",
    ]
    static let callableKeywords: Set<String> = ["func", "init", "subscript", "deinit"]
    static let lineKeywords: Set<String> = [
        "typealias", "associatedtype", "case", "import", "precedencegroup", "operator", "macro",
    ]

    /// Whether `word` begins a member of a type.
    static func startsMember(_ word: String) -> Bool {
        word == "var" || word == "let" || typeKeywords.contains(word)
            || callableKeywords.contains(word) || lineKeywords.contains(word)
            || modifiers.contains(word)
    }

    /// Reads the members between the braces; stands at the opening one.
    mutating func readBody() {
        let end = source.next(index) - 1
        index += 1
        var conditions = 0
        while index < end {
            if token.isSymbol(Byte.semicolon) {
                index += 1
            } else if token.kind == .condition {
                switch source.text(at: index) {
                case "#if": conditions += 1
                case "#endif": conditions = max(0, conditions - 1)
                default: break
                }
                skipLine(until: end)
            } else {
                readMember(until: end, isConditional: conditions > 0)
            }
        }
        index = end
    }

    private mutating func readMember(until end: Int, isConditional: Bool) {
        let start = index
        let prefix = readPrefix()
        switch word {
        case "var", "let":
            readProperty(prefix, until: end, isConditional: isConditional)
        case let keyword where Self.typeKeywords.contains(keyword):
            index += 1
            addName()
            skipToBody(until: end)
        case let keyword where Self.callableKeywords.contains(keyword):
            index += 1
            skipToBody(until: end)
        case "typealias":
            index += 1
            addName()
            skipLine(until: end)
        default:
            skipLine(until: end)
        }
        // Whatever was there, the reader moves on.
        if index <= start { index = start + 1 }
    }

    private mutating func addName() {
        if token.kind == .identifier {
            model.staticNames[word.withoutBackticks] = token.start..<token.end
        }
    }

    /// Skips a declaration up to and with the braces of its body.
    private mutating func skipToBody(until end: Int) {
        while index < end {
            let isBody = token.isSymbol(Byte.openBrace)
            index = source.next(index)
            if isBody { return }
        }
    }

    /// Skips the rest of a line; brackets that it opens are skipped whole.
    private mutating func skipLine(until end: Int) {
        index = source.next(index)
        while index < end, !token.startsLine, !token.isSymbol(Byte.semicolon) {
            index = source.next(index)
        }
    }
}
