internal import ApusValues

extension Library {
    /// `{% load l10n %}`: English is the only language yet, so that localised is what is printed
    /// anyway.
    static let localization: Library = {
        var library = Library()
        library.addFilter("localize") { value, _, context in
            .string(displayText(of: value, in: context.zone))
        }
        library.addFilter("unlocalize") { value, _, _ in .string(value.text) }
        library.tags["localize"] = { parser, tag in
            if let word = tag.words.first,
                tag.words.count > 1 || !["on", "off"].contains(word.text)
            {
                throw parser.error("'localize' argument should be 'on' or 'off'", at: word)
            }
            return BodyTag(body: try parser.parse(until: "endlocalize").nodes)
        }
        return library
    }()

    /// `{% load tz %}`: instants in other zones.
    static let timeZones: Library = {
        var library = Library()
        library.addFilter("localtime") { value, _, context in
            value.moved(from: context.zone, to: context.environment.zone)
        }
        library.addFilter("utc") { value, _, context in
            value.moved(from: context.zone, to: .utc)
        }
        library.addFilter("timezone", argument: .required) { value, argument, context in
            guard let zone = Zone(named: argument?.text ?? "") else { return .string("") }
            return value.moved(from: context.zone, to: zone)
        }
        library.tags["timezone"] = { try TimeZoneTag(&$0, $1) }
        library.tags["localtime"] = { parser, tag in
            if let word = tag.words.first,
                tag.words.count > 1 || !["on", "off"].contains(word.text)
            {
                throw parser.error("'localtime' argument should be 'on' or 'off'", at: word)
            }
            return BodyTag(body: try parser.parse(until: "endlocaltime").nodes)
        }
        library.tags["get_current_timezone"] = { parser, tag in
            var words = tag.words
            guard words.count == 2, let variable = takeVariable(&words) else {
                throw parser.error("'get_current_timezone' requires 'as variable'", at: tag)
            }
            return CurrentZoneTag(variable: variable)
        }
        return library
    }()
}

extension DynamicValue {
    /// The same instant on a clock of `zone`; other values as they are.
    fileprivate func moved(from wallZone: Zone, to zone: Zone) -> DynamicValue {
        switch self {
        case .date(let instant): return .dateTime(CivilDateTime(instant, in: zone))
        case .dateTime(var moment):
            if moment.zone == nil { moment.zone = wallZone }
            return .dateTime(moment.converted(to: zone))
        default: return self
        }
    }
}

/// `{% timezone "Europe/Paris" %}…{% endtimezone %}`.
private struct TimeZoneTag: TagNode {
    private let zone: Expression
    private let body: NodeList

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard tag.words.count == 1 else {
            throw parser.error("'timezone' takes one argument (timezone)", at: tag)
        }
        zone = try parser.compile(tag.words[0])
        body = try parser.parse(until: "endtimezone").nodes
    }

    func render(into renderer: inout Renderer) throws {
        let value = try renderer.value(of: zone)
        var found = renderer.environment.zone
        if !value.isNull {
            guard let named = Zone(named: value.text) else {
                throw TemplateError(
                    .rendering,
                    "There is no time zone '\(value.text)': names look like Europe/Paris.")
            }
            found = named
        }
        let outer = renderer.filterContext.zone
        renderer.filterContext.zone = found
        defer { renderer.filterContext.zone = outer }
        try renderer.render(body)
    }
}

/// `{% get_current_timezone as variable %}`.
private struct CurrentZoneTag: TagNode {
    let variable: String

    func render(into renderer: inout Renderer) {
        renderer.set(variable, to: .string(renderer.filterContext.zone.name))
    }
}
