extension DeclarationReader {
    /// The type of a stored property, written or read off its literal; nil, with a diagnostic,
    /// where it can't be a field's.
    mutating func type(of property: Property) -> FieldTypeDescription? {
        guard let tokens = property.type else { return inferredType(of: property) }
        guard let first = tokens.first, let last = tokens.last else {
            report("write the type of '\(property.name)' behind the colon", at: property.nameRange)
            return nil
        }
        let range = source[first].start..<max(source[first].start, source[last].end)
        var end = tokens.upperBound
        var optionals = 0
        while end > first + 1, source[end - 1].isSymbol(Byte.question) {
            optionals += 1
            end -= 1
        }
        if source[end - 1].isSymbol(Byte.exclamation) {
            let base = source.text(ofTokens: first..<end - 1)
            report(
                "a field can't be implicitly unwrapped: write '\(base)', or '\(base)?' where the "
                    + "column may be NULL",
                at: range,
                fix: .init(
                    message: "write '\(base)?'",
                    range: source[end - 1].start..<source[end - 1].end, text: "?"))
            return nil
        }
        var base = first..<end
        if end - first >= 4, source.text(at: first) == "Optional",
            source[first + 1].isSymbol(Byte.less), source[end - 1].isSymbol(Byte.greater)
        {
            base = first + 2..<end - 1
            optionals += 1
        }
        guard optionals < 2 else {
            report(
                "a column is NULL or not, it can't be NULL twice: write one question mark",
                at: range)
            return nil
        }
        guard let base = supported(base, range: range, of: property) else { return nil }
        return FieldTypeDescription(
            base: base.text, isOptional: optionals == 1, foreignModel: base.foreignModel,
            isOneToOne: base.isOneToOne, range: range)
    }

    private mutating func inferredType(of property: Property) -> FieldTypeDescription? {
        let base: String
        switch property.initializer.flatMap({ source.literal($0) }) {
        case .integer: base = "Int"
        case .double: base = "Double"
        case .string, .interpolation: base = "String"
        case .boolean: base = "Bool"
        case .null:
            report(
                "write the type: 'nil' doesn't tell what '\(property.name)' is; "
                    + "'var \(property.spelling): Date?'",
                at: property.nameRange)
            return nil
        case nil:
            if let initializer = property.initializer, isDate(initializer) {
                base = "Date"
            } else {
                let value = property.initializer.map { source.text(ofTokens: $0) } ?? "…"
                let shown = value.utf8.count > 40 || value.utf8.contains(Byte.newline) ? "…" : value
                report(
                    "write the type: @Model reads it off plain literals only; "
                        + "'var \(property.spelling): Type = \(shown)'",
                    at: property.nameRange)
                return nil
            }
        }
        return FieldTypeDescription(base: base, range: property.nameRange)
    }

    /// Whether an initialiser is plainly a date: `Date()`, `Date(…)`, `Date.now`.
    private func isDate(_ tokens: Range<Int>) -> Bool {
        guard tokens.count >= 2, source.text(at: tokens.lowerBound) == "Date" else { return false }
        if source[tokens.lowerBound + 1].isSymbol(Byte.openParenthesis) {
            return source.next(tokens.lowerBound + 1) == tokens.upperBound
        }
        return tokens.count == 3 && source[tokens.lowerBound + 1].isSymbol(Byte.dot)
            && ["now", "distantPast", "distantFuture"].contains(
                source.text(at: tokens.lowerBound + 2))
    }

    /// The type's text, where it may be a column's; the compiler has the last word.
    private mutating func supported(
        _ tokens: Range<Int>, range: Range<Int>, of property: Property
    ) -> (text: String, foreignModel: String?, isOneToOne: Bool)? {
        let text = source.compactText(ofTokens: tokens)
        let head = tokens.isEmpty ? "" : source.text(at: tokens.lowerBound)
        if let advice = advice(head: head, text: text, tokens: tokens) {
            report("a column can't hold '\(text)': \(advice)", at: range)
            return nil
        }
        // A module's name may stand before the type's.
        var nameIndex = tokens.lowerBound
        while nameIndex + 2 < tokens.upperBound, source[nameIndex + 1].isSymbol(Byte.dot) {
            nameIndex += 2
        }
        let name = source.text(at: nameIndex)
        guard name == "ForeignKey" || name == "OneToOne" else { return (text, nil, false) }
        guard nameIndex + 3 < tokens.upperBound, source[nameIndex + 1].isSymbol(Byte.less),
            source.endOfGenericArguments(nameIndex + 1) == tokens.upperBound
        else {
            report("write the model that it points at: '\(name)<Question>'", at: range)
            return nil
        }
        let model = source.compactText(ofTokens: nameIndex + 2..<tokens.upperBound - 1)
        return (text, model, name == "OneToOne")
    }

    /// Whether `tokens` are a name, with others before it and generic arguments behind.
    private func isNamedType(_ tokens: Range<Int>) -> Bool {
        guard let first = tokens.first, source[first].kind == .identifier else { return false }
        let symbols = [
            Byte.dot, Byte.less, Byte.greater, Byte.comma, Byte.question, Byte.openBracket,
            Byte.closeBracket, Byte.colon,
        ]
        return tokens.allSatisfy { index in
            guard case .symbol(let byte) = source[index].kind else {
                return source[index].kind == .identifier
            }
            return symbols.contains(byte)
        }
    }

    private static func adviceOnLists(_ text: String) -> String {
        "a list of rows is a model of its own, with a ForeignKey to this one; what no query looks "
            + "into may be a 'JSON<\(text)>'"
    }

    /// What to write instead of a type that no column holds; nil for one that may be held.
    private func advice(head: String, text: String, tokens: Range<Int>) -> String? {
        if tokens.contains(where: { source[$0].kind == .arrow }) {
            return "a function can't be stored; make it a method"
        }
        switch head {
        case "(":
            return "write a field for each part of the tuple"
        case "[":
            return text == "[UInt8]" ? nil : Self.adviceOnLists(text)
        case "Array", "Set", "Dictionary":
            return Self.adviceOnLists(text)
        case "some", "any", "Any", "AnyObject", "AnyHashable":
            return "write one concrete type"
        case "Data":
            return "write '[UInt8]'"
        case "Float", "Float16", "Float80", "CGFloat":
            return "write 'Double'"
        case "Character", "Substring", "StaticString":
            return "write 'String'"
        case "Related", "RelatedOne":
            return "a reverse relation says where it comes from; "
                + "write '@Reverse(\\Choice.question)' before it"
        default:
            return isNamedType(tokens) ? nil : "write a type by its name"
        }
    }
}

extension SourceText {
    /// The tokens `range` on one line, without comments.
    func compactText(ofTokens range: Range<Int>) -> String {
        var result = ""
        var previous: Token?
        for index in range {
            let token = self[index]
            if let previous, previous.kind == .identifier, token.kind == .identifier {
                result += " "
            }
            result += text(at: index)
            if token.isSymbol(Byte.comma) || token.isSymbol(Byte.colon) { result += " " }
            previous = token
        }
        return result
    }
}
