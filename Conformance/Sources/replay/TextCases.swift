import Apus

/// Filters called directly, and the helpers for text: `filters_calls_djtests.json`,
/// `utils_text_html.json`.
struct TextCases: Subject {
    private let engine = Engine()

    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        guard item["env"]?["URLIZE_ASSUME_HTTPS"]?.bool != false else {
            return .skipped("a transitional setting that Apus does not have: links are https")
        }
        let arguments = (item["args"]?.array ?? []).map { DynamicValue(case: $0) }
        let output: Result<DynamicValue, any Error> = Result {
            if let name = item["filter"]?.string {
                return try call(filter: name, arguments, item["kwargs"])
            }
            return try call(item["fn"]?.string ?? "", arguments, item["kwargs"])
        }
        if let error = item["expect_error"]?.string {
            if case .success(let value) = output {
                return .failed(expected: error, got: value.literal)
            }
            return .passed
        }
        let expected = DynamicValue(case: item["expect"] ?? .null)
        let got = try output.get()
        return expected.isSameKind(as: got) && expected.isEqual(to: got)
            ? .passed : .failed(expected: expected.literal, got: got.literal)
    }

    private func call(
        filter name: String, _ arguments: [DynamicValue], _ named: JSON?
    ) throws -> DynamicValue {
        guard let filter = engine.builtins.filters[name] else { throw Missing(name: name) }
        let value = arguments.first ?? .null
        let context = FilterContext(autoescape: named?["autoescape"]?.bool ?? true)
        let result = try filter.function(value, arguments.dropFirst().first, context)
        guard filter.isSafe, case .html = value, case .string(let text) = result else {
            return result
        }
        return .html(text)
    }

    private func call(
        _ name: String, _ arguments: [DynamicValue], _ named: JSON?
    ) throws -> DynamicValue {
        let text = arguments.first?.description ?? ""
        switch name {
        case "escape": return .html(HTMLText.escape(text))
        case "conditional_escape":
            if case .html = arguments.first { return .html(text) }
            return .html(HTMLText.escape(text))
        case "strip_tags": return .string(try HTMLText.stripTags(text))
        case "urlize": return .string(HTMLText.urlize(text))
        case "escapejs": return .html(HTMLText.escapeJS(text))
        case "smart_urlquote": return .string(HTMLText.quoteURL(text))
        case "slugify":
            return .string(
                PlainText.slugify(text, allowsUnicode: named?["allow_unicode"]?.bool ?? false))
        case "smart_split": return .list(smartSplit(text).map { .string($0) })
        case "strip_spaces_between_tags": return .string(HTMLText.removingSpaceBetweenTags(text))
        case "unescape_string_literal":
            guard let result = PlainText.unescapeLiteral(text) else { throw Missing(name: text) }
            return .string(result)
        case "wrap":
            guard case .int(let width) = arguments[1] else { throw Missing(name: name) }
            return .string(PlainText.wrap(text, width: width))
        case "get_text_list":
            guard case .list(let items) = arguments[0] else { throw Missing(name: name) }
            return .string(
                PlainText.list(
                    items.map(\.description),
                    lastWord: arguments.dropFirst().first?.description ?? "or"))
        case "linebreaks":
            return .string(
                HTMLText.linebreaks(
                    text,
                    escapes: arguments.dropFirst().first?.isTrue
                        ?? named?["autoescape"]?.bool ?? false))
        case "normalize_newlines": return .string(PlainText.normalizeNewlines(text))
        case "json_script":
            return .html(
                try HTMLText.jsonScript(
                    arguments[0],
                    id: arguments.dropFirst().first.map(\.description)
                        ?? named?["element_id"]?.string))
        case "get_valid_filename":
            guard let result = PlainText.validFilename(text) else { throw Missing(name: text) }
            return .string(result)
        case "phone2numeric": return .string(PlainText.phoneToNumeric(text))
        default: throw Missing(name: name)
        }
    }

    private struct Missing: Error {
        let name: String
    }
}

extension DynamicValue {
    /// Whether both are HTML or neither is, and both are texts or neither is.
    fileprivate func isSameKind(as other: DynamicValue) -> Bool {
        switch (self, other) {
        case (.html, .string), (.bool, .int), (.int, .bool): false
        default: true
        }
    }
}
