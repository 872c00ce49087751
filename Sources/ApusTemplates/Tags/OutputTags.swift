internal import ApusValues

/// `{% firstof a b "fallback" as variable %}`: the first that counts as true.
struct FirstOfTag: TagNode {
    private let values: [Expression]
    private let variable: String?

    init(_ parser: inout Parser, _ tag: Tag) throws {
        var words = tag.words
        guard !words.isEmpty else {
            throw parser.error("'firstof' statement requires at least one argument", at: tag)
        }
        variable = takeVariable(&words)
        values = try words.map { try parser.compile($0) }
    }

    func render(into renderer: inout Renderer) throws {
        let bytes = try renderer.capture { renderer in
            for expression in values {
                let value = try renderer.valueOrNull(of: expression)
                guard value.isTrue else { continue }
                renderer.write(value)
                break
            }
        }
        if let variable {
            let text = String(decoding: bytes, as: UTF8.self)
            renderer.set(variable, to: renderer.autoescape ? .html(text) : .string(text))
        } else {
            renderer.output.append(contentsOf: bytes)
        }
    }
}

/// `{% spaceless %}…{% endspaceless %}`: no white space between HTML tags.
struct SpacelessTag: TagNode {
    private let body: NodeList

    init(_ parser: inout Parser, _ tag: Tag) throws {
        body = try parser.parse(until: "endspaceless").nodes
    }

    func render(into renderer: inout Renderer) throws {
        let bytes = try renderer.capture { try $0.render(body) }
        let text = trimmingSpace(String(decoding: bytes, as: UTF8.self))
        renderer.write(html: HTMLText.removingSpaceBetweenTags(text))
    }
}

/// `{% now "D d M Y" as variable %}`.
struct NowTag: TagNode {
    private let format: DateFormat
    private let variable: String?

    init(_ parser: inout Parser, _ tag: Tag) throws {
        var words = tag.words
        variable = takeVariable(&words)
        guard words.count == 1, words[0].text.utf8.count >= 2 else {
            throw parser.error("'now' statement takes one argument: {% now \"H:i\" %}.", at: tag)
        }
        format = DateFormat.named(String(words[0].text.dropFirst().dropLast()))
    }

    func render(into renderer: inout Renderer) throws {
        let environment = renderer.environment
        let text = format.string(
            from: CivilDateTime(environment.now(), in: renderer.filterContext.zone))
        if let variable {
            renderer.set(variable, to: .string(text))
        } else {
            renderer.write(html: text)
        }
    }
}

extension DateFormat {
    /// The format with one of Django's names, `SHORT_DATE_FORMAT` and the like, in English; any
    /// other text is a format itself.
    static func named(_ text: String) -> DateFormat {
        switch text {
        case "DATE_FORMAT": .date
        case "DATETIME_FORMAT": .dateTime
        case "TIME_FORMAT": .time
        case "SHORT_DATE_FORMAT": DateFormat("m/d/Y")
        case "SHORT_DATETIME_FORMAT": DateFormat("m/d/Y P")
        case "YEAR_MONTH_FORMAT": DateFormat("F Y")
        case "MONTH_DAY_FORMAT": DateFormat("F j")
        default: DateFormat(text)
        }
    }
}
