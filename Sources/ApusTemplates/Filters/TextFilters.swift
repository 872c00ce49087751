internal import ApusValues

extension Library {
    /// The filters that take a text and give one.
    mutating func addTextFilters() {
        addText("addslashes") { text, _ in
            var result: [UInt8] = []
            for byte in text.utf8 {
                switch byte {
                case 0x5C, 0x22, 0x27: result += [0x5C, byte]
                default: result.append(byte)
                }
            }
            return String(decoding: result, as: UTF8.self)
        }
        addText("capfirst") { text, _ in
            guard let first = text.unicodeScalars.first else { return text }
            return first.properties.uppercaseMapping + String(text.unicodeScalars.dropFirst())
        }
        addText("lower") { text, _ in text.lowercased() }
        addText("upper", isSafe: false) { text, _ in text.uppercased() }
        addText("title") { text, _ in titled(text) }
        addText("center", argument: .required) { text, argument in
            let width = try width(argument, "center")
            let missing = width - text.unicodeScalars.count
            guard missing > 0 else { return text }
            let left = missing / 2
            return spaces(left) + text + spaces(missing - left)
        }
        addText("ljust", argument: .required) { text, argument in
            text + spaces(try width(argument, "ljust") - text.unicodeScalars.count)
        }
        addText("rjust", argument: .required) { text, argument in
            spaces(try width(argument, "rjust") - text.unicodeScalars.count) + text
        }
        addFilter("cut", argument: .required) { value, argument, _ in
            let cut = argument?.text ?? ""
            let result = DynamicValue.string(value.text.removing(cut))
            // Without its semicolons HTML's entities would not be escapes any more.
            if case .html = value, cut != ";" { return result.markedSafe }
            return result
        }
        addFilter("wordcount") { value, _, _ in .int(splitAtSpace(value.text).count) }
        addText("wordwrap", argument: .required) { text, argument in
            PlainText.wrap(text, width: try width(argument, "wordwrap"))
        }
        addText("slugify") { text, _ in PlainText.slugify(text) }
        addText("phone2numeric") { text, _ in PlainText.phoneToNumeric(text) }
        addText("truncatechars", argument: .required) { text, argument in
            guard let count = argument?.asInteger else { return text }
            return PlainText.truncate(text, characters: count)
        }
        addText("truncatewords", argument: .required) { text, argument in
            guard let count = argument?.asInteger else { return text }
            return PlainText.truncate(text, words: count)
        }
        addFilter("make_list") { value, _, _ in
            .list(value.text.unicodeScalars.map { .string(String($0)) })
        }
        addFilter("stringformat", isSafe: true, argument: .required) { value, argument, _ in
            .string(PercentFormat.string(of: value, argument?.text ?? "") ?? "")
        }
        addFilter("urlencode", argument: .optional) { value, argument, _ in
            .string(percentEncoded(value.text, safe: argument?.text ?? "/"))
        }
        addText("iriencode") { text, _ in
            percentEncoded(text, safe: "/#%[]=:;$&()+,!?*@'~")
        }
        addFilter("pprint", isSafe: true) { value, _, _ in .string(value.literal) }
    }

    /// Adds a filter from text to text.
    mutating func addText(
        _ name: String, isSafe: Bool = true, argument: Filter.Argument = .none,
        _ function: @escaping @Sendable (String, DynamicValue?) throws -> String
    ) {
        addFilter(name, isSafe: isSafe, argument: argument) { value, argument, _ in
            .string(try function(value.text, argument))
        }
    }
}

/// The width that a filter was given, bounded so that a template can't fill the memory.
private func width(_ argument: DynamicValue?, _ name: String) throws -> Int {
    guard let argument, let width = argument.asInteger else {
        throw TemplateError(
            .rendering,
            "'\(name)' needs a whole number, not \(argument?.literal ?? "nothing").")
    }
    return max(0, min(width, 1_000_000))
}

private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

/// `text` in title case, but no large letter after an apostrophe or a digit.
private func titled(_ text: String) -> String {
    var result = ""
    var before: Unicode.Scalar?
    var beforeThat: Unicode.Scalar?
    for scalar in pythonTitle(text).unicodeScalars {
        let isAfterApostrophe =
            before == "'" && beforeThat.map { ("a"..."z").contains($0) } ?? false
        let isAfterDigit = before.map { $0.properties.numericType == .decimal } ?? false
        if isAfterApostrophe || isAfterDigit {
            result += scalar.properties.lowercaseMapping
        } else {
            result.unicodeScalars.append(scalar)
        }
        beforeThat = before
        before = scalar
    }
    return result
}

extension String {
    /// This text without any `part`.
    func removing(_ part: String) -> String {
        let wanted = Array(part.utf8)
        guard let first = wanted.first else { return self }
        let bytes = Array(utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == first, index + wanted.count <= bytes.count,
                bytes[index..<(index + wanted.count)].elementsEqual(wanted)
            {
                index += wanted.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
