internal import ApusValues

extension Library {
    /// `{% load i18n %}`: Django's tags for translated texts. There are no translations yet: texts
    /// stay as they are, and the language is English.
    static let internationalization: Library = {
        var library = Library()
        library.tags = [
            "trans": { try TranslateTag(&$0, $1) },
            "translate": { try TranslateTag(&$0, $1) },
            "blocktrans": { try BlockTranslateTag(&$0, $1) },
            "blocktranslate": { try BlockTranslateTag(&$0, $1) },
            "get_current_language": { try LanguageTag(&$0, $1) },
            "get_current_language_bidi": { try LanguageTag(&$0, $1) },
            "get_available_languages": { try LanguageTag(&$0, $1) },
            "get_language_info": { try LanguageInfoTag(&$0, $1) },
            "get_language_info_list": { try LanguageInfoTag(&$0, $1) },
            "language": { parser, tag in
                guard tag.words.count == 1 else {
                    throw parser.error("'language' takes one argument (language)", at: tag)
                }
                _ = try parser.compile(tag.words[0])
                return BodyTag(body: try parser.parse(until: "endlanguage").nodes)
            },
        ]
        let names: [(String, @Sendable (LanguageName) -> DynamicValue)] = [
            ("language_name", { .string($0.name) }),
            ("language_name_translated", { .string($0.name) }),
            ("language_name_local", { .string($0.localName) }),
            ("language_bidi", { .bool($0.isRightToLeft) }),
        ]
        for (name, read) in names {
            library.addFilter(name) { value, _, _ in read(try language(value)) }
        }
        return library
    }()
}

private func language(_ value: DynamicValue) throws -> LanguageName {
    guard let language = LanguageName.language(value.text) else {
        throw TemplateError(.rendering, "Unknown language code \(value.text).")
    }
    return language
}

/// A tag that writes what is in it.
struct BodyTag: TagNode {
    let body: NodeList

    func render(into renderer: inout Renderer) throws {
        try renderer.render(body)
    }
}

/// `{% translate "text" as variable %}`.
private struct TranslateTag: TagNode {
    private let message: Expression
    private var variable: String?

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard let first = tag.words.first else {
            throw parser.error("'\(tag.name)' takes at least one argument", at: tag)
        }
        message = try parser.compile(first)
        var rest = tag.words.dropFirst()
        var seen = Set<String>()
        while let option = rest.popFirst() {
            guard seen.insert(option.text).inserted else {
                throw parser.error(
                    "The '\(option.text)' option was specified more than once.", at: option)
            }
            switch option.text {
            case "noop": break
            case "context", "as":
                guard let value = rest.popFirst() else {
                    throw parser.error(
                        "No argument provided to the '\(tag.name)' tag for the \(option.text) "
                            + "option.", at: option)
                }
                if option.text == "as" {
                    variable = value.text
                } else if ["as", "noop"].contains(value.text) {
                    throw parser.error(
                        "Invalid argument '\(value.text)' provided to the '\(tag.name)' tag for "
                            + "the context option", at: value)
                } else {
                    _ = try parser.compile(value)
                }
            default:
                throw parser.error(
                    "Unknown argument for '\(tag.name)' tag: '\(option.text)'. The only options "
                        + "available are 'noop', 'context' \"xxx\", and 'as VAR'.", at: option)
            }
        }
    }

    func render(into renderer: inout Renderer) throws {
        let bytes = try renderer.capture { $0.write(try $0.value(of: message)) }
        guard let variable else {
            renderer.output.append(contentsOf: bytes)
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        renderer.set(variable, to: renderer.autoescape ? .html(text) : .string(text))
    }
}

/// `{% blocktranslate with a=b count n=list|length %}…{% plural %}…{% endblocktranslate %}`.
private struct BlockTranslateTag: TagNode {
    fileprivate enum Part: Sendable {
        case text(String)
        case variable(String)
    }

    private let tagName: String
    private var assignments: [(name: Name, value: Expression)] = []
    private var counter: (name: Name, value: Expression)?
    private var isTrimmed = false
    private var variable: String?
    private var singular: [Part] = []
    private var plural: [Part]?

    init(_ parser: inout Parser, _ tag: Tag) throws {
        tagName = tag.name
        try readOptions(&parser, tag)
        let ending = "end\(tag.name)"
        let (tokens, end) = try parser.takeTokens(untilTagOr: ending)
        singular = tokens
        if counter != nil {
            guard end.contents == "plural" else { throw foreignTag(parser, end) }
            let (tokens, last) = try parser.takeTokens(untilTagOr: ending)
            plural = tokens
            guard last.contents == ending else { throw foreignTag(parser, last) }
        } else if end.contents != ending {
            throw foreignTag(parser, end)
        }
    }

    private mutating func readOptions(_ parser: inout Parser, _ tag: Tag) throws {
        var rest = tag.words[...]
        var seen = Set<String>()
        while let option = rest.popFirst() {
            guard seen.insert(option.text).inserted else {
                throw parser.error(
                    "The '\(option.text)' option was specified more than once.", at: option)
            }
            switch option.text {
            case "with":
                assignments = try parser.assignments(&rest, allowsOldForm: true)
                guard !assignments.isEmpty else {
                    throw parser.error(
                        "\"with\" in '\(tag.name)' tag needs at least one keyword argument.",
                        at: option)
                }
            case "count":
                let found = try parser.assignments(&rest, allowsOldForm: true)
                guard found.count == 1 else {
                    throw parser.error(
                        "\"count\" in '\(tag.name)' tag expected exactly one keyword argument.",
                        at: option)
                }
                counter = found[0]
            case "context":
                guard let value = rest.popFirst() else {
                    throw parser.error(
                        "\"context\" in '\(tag.name)' tag expected exactly one argument.",
                        at: option)
                }
                _ = try parser.compile(value)
            case "trimmed": isTrimmed = true
            case "asvar":
                guard let name = rest.popFirst() else {
                    throw parser.error(
                        "No argument provided to the '\(tag.name)' tag for the asvar option.",
                        at: option)
                }
                variable = name.text
            default:
                throw parser.error(
                    "Unknown argument for '\(tag.name)' tag: '\(option.text)'.", at: option)
            }
        }
    }

    private func foreignTag(_ parser: Parser, _ tag: Tag) -> TemplateError {
        parser.error(
            "'\(tagName)' doesn't allow other block tags (seen '\(tag.contents)') inside it",
            at: tag)
    }

    func render(into renderer: inout Renderer) throws {
        var values: [(Name, DynamicValue)] = []
        for (name, expression) in assignments {
            values.append((name, try renderer.value(of: expression)))
        }
        var parts = singular
        if let counter, let plural {
            let count = try renderer.value(of: counter.value)
            guard count.number != nil else {
                throw TemplateError(
                    .syntax,
                    "'\(counter.name.text)' argument to '\(tagName)' tag must be a number.")
            }
            values.append((counter.name, count))
            if !count.isEqual(to: .int(1)) { parts = plural }
        }
        let bytes = renderer.capture { renderer in
            renderer.withScope { renderer in
                for (name, value) in values { renderer.scopes.set(name, value) }
                for part in isTrimmed ? trimmed(parts) : parts { write(part, &renderer) }
            }
        }
        if let variable {
            renderer.set(variable, to: .html(String(decoding: bytes, as: UTF8.self)))
        } else {
            renderer.output.append(contentsOf: bytes)
        }
    }

    private func write(_ part: Part, _ renderer: inout Renderer) {
        switch part {
        case .text(let text): renderer.write(html: text)
        case .variable(let name):
            if let value = renderer.variable(name) {
                renderer.write(value)
            } else {
                renderer.write(renderer.invalidText(name))
            }
        }
    }

    /// Without the white space at both ends, each end of line with what is around it as one space.
    private func trimmed(_ parts: [Part]) -> [Part] {
        parts.enumerated().map { index, part in
            guard case .text(let text) = part else { return part }
            var result = String.UnicodeScalarView()
            var space = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                if scalar.properties.isWhitespace {
                    space.append(scalar)
                } else {
                    if index > 0 || !result.isEmpty { result.append(contentsOf: joined(space)) }
                    space = String.UnicodeScalarView()
                    result.append(scalar)
                }
            }
            if index < parts.count - 1, index > 0 || !result.isEmpty {
                result.append(contentsOf: joined(space))
            }
            return .text(String(result))
        }
    }

    private func joined(_ space: String.UnicodeScalarView) -> String.UnicodeScalarView {
        space.contains("\n") ? " ".unicodeScalars : space
    }
}

extension Parser {
    /// The texts and variables up to the next tag, with that tag.
    fileprivate mutating func takeTokens(
        untilTagOr ending: String
    ) throws -> ([BlockTranslateTag.Part], Tag) {
        var parts: [BlockTranslateTag.Part] = []
        while let token = takeToken() {
            switch token.kind {
            case .text: parts.append(.text(text(of: token)))
            case .variable: parts.append(.variable(text(of: token)))
            case .comment: break
            case .block: return (parts, tag(of: token))
            }
        }
        throw unclosed([ending])
    }
}

/// `{% get_current_language as variable %}` and its relatives.
private struct LanguageTag: TagNode {
    private let name: String
    private let variable: String

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard tag.words.count == 2, tag.words[0].text == "as" else {
            throw parser.error("'\(tag.name)' requires 'as variable'", at: tag)
        }
        name = tag.name
        variable = tag.words[1].text
    }

    func render(into renderer: inout Renderer) {
        switch name {
        case "get_current_language": renderer.set(variable, to: .string("en"))
        case "get_current_language_bidi": renderer.set(variable, to: .bool(false))
        default:
            renderer.set(
                variable, to: .list([.list([.string("en"), .string("English")])]))
        }
    }
}

/// `{% get_language_info for code as variable %}`.
private struct LanguageInfoTag: TagNode {
    private let isList: Bool
    private let code: Expression
    private let variable: String

    init(_ parser: inout Parser, _ tag: Tag) throws {
        let words = tag.words
        isList = tag.name == "get_language_info_list"
        guard words.count == 4, words[0].text == "for", words[2].text == "as" else {
            throw parser.error(
                "'\(tag.name)' requires 'for \(isList ? "sequence" : "string") as variable'",
                at: tag)
        }
        code = try parser.compile(words[1])
        variable = words[3].text
    }

    func render(into renderer: inout Renderer) throws {
        let value = try renderer.value(of: code)
        guard isList else {
            renderer.set(variable, to: .dictionary(try language(value).value))
            return
        }
        var result: [DynamicValue] = []
        for element in try value.elementsForLoop() ?? [] {
            // Codes alone, or pairs of code and name.
            var code = element
            if case .list(let parts) = element, let first = parts.first { code = first }
            result.append(.dictionary(try language(code).value))
        }
        renderer.set(variable, to: .list(result))
    }
}
