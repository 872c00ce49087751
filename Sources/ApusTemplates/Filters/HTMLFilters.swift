internal import ApusValues

extension Library {
    /// The filters that make or clean HTML.
    mutating func addHTMLFilters() {
        addFilter("escape", isSafe: true) { value, _, _ in
            // Django escapes when the value is printed; here it is text until then, and HTML after.
            .html(value.escapedText)
        }
        addFilter("force_escape", isSafe: true) { value, _, _ in
            .html(HTMLText.escape(value.text))
        }
        addFilter("safe", isSafe: true) { value, _, _ in .html(value.text) }
        addFilter("safeseq", isSafe: true) { value, _, _ in
            .list(try value.sequence("safeseq").map { .html($0.text) })
        }
        addFilter("escapeseq", isSafe: true) { value, _, _ in
            .list(try value.sequence("escapeseq").map { .html($0.escapedText) })
        }
        addFilter("escapejs") { value, _, _ in .html(HTMLText.escapeJS(value.text)) }
        addFilter("json_script", isSafe: true, argument: .optional) { value, argument, _ in
            .html(
                try HTMLText.jsonScript(
                    value, escapedID: argument.flatMap { $0.isTrue ? $0.escapedText : nil }))
        }
        addText("striptags") { text, _ in try HTMLText.stripTags(text) }
        addFilter("linebreaks", isSafe: true) { value, _, context in
            .html(HTMLText.linebreaks(value.text, escapes: context.escapes(value)))
        }
        addFilter("linebreaksbr", isSafe: true) { value, _, context in
            .html(HTMLText.linebreaksBR(value.text, escapes: context.escapes(value)))
        }
        addFilter("linenumbers", isSafe: true) { value, _, context in
            .html(numbered(value.text, escapes: context.escapes(value)))
        }
        addText("truncatechars_html", argument: .required) { text, argument in
            guard let count = argument?.asInteger else { return text }
            return HTMLText.truncate(text, characters: count)
        }
        addText("truncatewords_html", argument: .required) { text, argument in
            guard let count = argument?.asInteger else { return text }
            return HTMLText.truncate(text, words: count)
        }
        addFilter("urlize", isSafe: true) { value, _, context in
            .html(urlized(value, limit: nil, context))
        }
        addFilter("urlizetrunc", isSafe: true, argument: .required) { value, argument, context in
            guard let limit = argument?.asInteger else {
                throw TemplateError(
                    .rendering,
                    "'urlizetrunc' needs a whole number, not \(argument?.literal ?? "nothing").")
            }
            return .html(urlized(value, limit: limit, context))
        }
        addFilter("unordered_list", isSafe: true) { value, _, context in
            .html(try nestedList(value, tabs: 1, escapes: context.autoescape))
        }
    }
}

extension FilterContext {
    /// Whether a filter that makes HTML escapes this value first.
    func escapes(_ value: DynamicValue) -> Bool {
        if case .html = value { return false }
        return autoescape
    }
}

private func urlized(_ value: DynamicValue, limit: Int?, _ context: FilterContext) -> String {
    var isHTML = false
    if case .html = value { isHTML = true }
    return HTMLText.urlize(
        value.text, limit: limit, nofollow: true, escapes: context.autoescape, isHTML: isHTML)
}

/// `text` with a number before each line, all of the same width.
private func numbered(_ text: String, escapes: Bool) -> String {
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    let width = String(lines.count).utf8.count
    return lines.enumerated().map { index, line in
        let number = String(index + 1)
        let text = String(decoding: line, as: UTF8.self)
        return String(repeating: "0", count: width - number.utf8.count) + number + ". "
            + (escapes ? HTMLText.escape(text) : text)
    }.joined(separator: "\n")
}

/// A list of items, each followed by the list of what belongs to it, as nested `<li>`s.
private func nestedList(_ value: DynamicValue, tabs: Int, escapes: Bool) throws -> String {
    guard tabs < 100 else {
        throw TemplateError(.rendering, "'unordered_list' was given lists nested too deeply.")
    }
    let items = try value.sequence("unordered_list")
    let indent = String(repeating: "\t", count: tabs)
    var lines: [String] = []
    var index = 0
    while index < items.count {
        let text = escapes ? items[index].escapedText : items[index].text
        var sublist = ""
        index += 1
        if index < items.count, case .list(let children) = items[index] {
            index += 1
            if !children.isEmpty {
                let inner = try nestedList(.list(children), tabs: tabs + 1, escapes: escapes)
                sublist = "\n\(indent)<ul>\n\(inner)\n\(indent)</ul>\n\(indent)"
            }
        }
        lines.append("\(indent)<li>\(text)\(sublist)</li>")
    }
    return lines.joined(separator: "\n")
}
