internal import ApusValues

/// `{% url "app:name" argument key=value as variable %}`.
struct URLTag: TagNode {
    private let name: Expression
    private let arguments: Arguments
    private let variable: String?

    init(_ parser: inout Parser, _ tag: Tag) throws {
        var words = tag.words
        variable = takeVariable(&words)
        guard let first = words.first else {
            throw parser.error(
                "'url' takes at least one argument, a URL pattern name: {% url \"app:name\" %}.",
                at: tag)
        }
        name = try parser.compile(first)
        if let text = name.literalText { parser.note(.url, text, at: first.offset) }
        arguments = try Arguments(&parser, Array(words.dropFirst()))
    }

    func render(into renderer: inout Renderer) throws {
        guard let reverse = renderer.environment.reverseURL else {
            throw TemplateError(
                .rendering,
                "{% url %} needs routes, and this rendering was given none "
                    + "(RenderEnvironment.reverseURL).")
        }
        let route = try renderer.value(of: name).description
        let (positional, named) = try arguments.values(&renderer)
        if let variable {
            // As in Django, a URL that goes into a variable may be missing.
            let url = (try? reverse(route, positional, named)) ?? ""
            renderer.set(variable, to: .string(url))
        } else {
            renderer.write(try reverse(route, positional, named))
        }
    }
}

/// `{% static "css/site.css" as variable %}`.
struct StaticTag: TagNode {
    private let path: Expression
    private let variable: String?

    init(_ parser: inout Parser, _ tag: Tag) throws {
        var words = tag.words
        variable = takeVariable(&words)
        guard let first = words.first else {
            throw parser.error("'static' takes at least one argument (path to file)", at: tag)
        }
        path = try parser.compile(first)
        if let text = path.literalText { parser.note(.staticFile, text, at: first.offset) }
    }

    func render(into renderer: inout Renderer) throws {
        let name = try renderer.value(of: path).description
        let url: String
        if let make = renderer.environment.staticURL {
            url = try make(name)
        } else {
            url = renderer.environment.staticPrefix + percentEncodedPath(name)
        }
        if let variable {
            renderer.set(variable, to: .string(url))
        } else {
            renderer.write(url)
        }
    }
}

/// `{% get_static_prefix as variable %}` and `{% get_media_prefix %}`.
struct PrefixTag: TagNode {
    private let isMedia: Bool
    private let variable: String?

    init(_ parser: inout Parser, _ tag: Tag) throws {
        isMedia = tag.name == "get_media_prefix"
        guard tag.words.isEmpty || tag.words[0].text == "as" else {
            throw parser.error(
                "First argument in '\(tag.name)' must be 'as'", at: tag.words[0])
        }
        guard tag.words.count != 1 else {
            throw parser.error("'\(tag.name)' needs a variable's name after 'as'.", at: tag)
        }
        variable = tag.words.count > 1 ? tag.words[1].text : nil
    }

    func render(into renderer: inout Renderer) throws {
        let environment = renderer.environment
        let prefix = isMedia ? environment.mediaPrefix : environment.staticPrefix
        if let variable {
            renderer.set(variable, to: .string(prefix))
        } else {
            renderer.write(html: prefix)
        }
    }
}

/// `{% csrf_token %}`: the hidden field that forms need.
struct CSRFTokenTag: TagNode {
    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard tag.words.isEmpty else {
            throw parser.error("'csrf_token' takes no arguments.", at: tag)
        }
    }

    func render(into renderer: inout Renderer) throws {
        var token = renderer.environment.csrfToken?() ?? ""
        if token.isEmpty, let value = renderer.variable("csrf_token"), value.isTrue {
            token = value.description
        }
        guard !token.isEmpty, token != "NOTPROVIDED" else { return }
        renderer.write(html: "<input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\"")
        renderer.output.append(escaping: token)
        renderer.write(html: "\">")
    }
}
