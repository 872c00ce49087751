import Apus

/// URLs: paths resolved and routes reversed over the URL configurations of the file.
struct URLCases: Subject {
    private var sites: [String: Site] = [:]
    /// Names of routes that are regular expressions, which Apus doesn't have.
    private var regexNames: Set<String> = []
    private var regexPrefixes: [String] = []

    init(file: JSON) throws {
        for (name, routes) in file["urlconfs"]?.object ?? [] {
            let list = self.routes(routes)
            sites[name] = Site(settings: settings()) { for route in list { route } }
        }
    }

    private func settings() -> Settings {
        var settings = Settings(projectFolder: "/")
        settings.secretKey = "a secret for the replay of cases"
        return settings
    }

    private mutating func routes(_ json: JSON) -> [Route] {
        (json.array ?? []).compactMap { item in
            if let regex = item["regex"]?.string {
                regexNames.insert(item["name"]?.string ?? "")
                regexPrefixes.append(String(regex.drop { $0 == "^" }.prefix { $0 != "(" }))
                return nil
            }
            let pattern = item["route"]?.string ?? ""
            if let inner = item["include"] {
                let list = routes(inner)
                let included = Routes(item["app_name"]?.string) { for route in list { route } }
                return include(pattern, included, namespace: item["namespace"]?.string)
            }
            var route = path(
                pattern, untyped: { _, _ in Response("") }, name: item["name"]?.string)
            let extras = (item["kwargs"]?.object ?? []).map { ($0.key, $0.value.string ?? "") }
            if !extras.isEmpty {
                route = route.passing(Dictionary(extras, uniquingKeysWith: { $1 }))
            }
            return route
        }
    }

    func replay(_ item: JSON) throws -> Outcome {
        switch item["op"]?.string {
        case "resolve": try resolve(item)
        case "reverse": try reverse(item)
        case "convert": convert(item)
        case "compile_route": compile(item)
        default: .skipped("not an operation that is known")
        }
    }

    // MARK: Resolving

    private func resolve(_ item: JSON) throws -> Outcome {
        let path = item["path"]?.string ?? ""
        let isRegex = regexPrefixes.contains { path.hasPrefix("/" + $0) }
        if isRegex, item["expect"] != nil { return .skipped("routes that are regular expressions") }
        guard let site = sites[item["urlconf"]?.string ?? ""] else { return .skipped("no urlconf") }
        let match = site.resolve(path)
        if let error = item["expect_error"]?.string {
            return .compare(error, match == nil ? "Resolver404" : match?.viewName ?? "")
        }
        guard let match, let expect = item["expect"] else {
            return .failed(expected: "\(item["expect"] ?? .null)", got: "Resolver404")
        }
        let captured = match.parameters.map { ($0.name, json($0.value)) }
        let extras = match.extras.map { ($0.key, JSON.string($0.value)) }
        let got = JSON.object([
            ("url_name", match.urlName.map { .string($0) } ?? .null),
            ("view_name", .string(match.viewName)), ("route", .string(match.route)),
            ("namespaces", .array(match.namespaces.map { .string($0) })),
            ("app_names", .array(match.appNames.map { .string($0) })), ("args", .array([])),
            ("kwargs", .object(captured + extras)), ("captured_kwargs", .object(captured)),
            ("extra_kwargs", .object(extras)),
        ])
        return .compare(expect, got)
    }

    private func json(_ value: PathValue) -> JSON {
        if case .int(let number) = value { return .int(number) }
        if case .uuid = value {
            return .object([("$t", .string("uuid")), ("v", .string(value.text))])
        }
        return .string(value.text)
    }

    // MARK: Reversing

    private func reverse(_ item: JSON) throws -> Outcome {
        let name = item["name"]?.string ?? ""
        if regexNames.contains(name) { return .skipped("routes that are regular expressions") }
        guard let site = sites[item["urlconf"]?.string ?? ""] else { return .skipped("no urlconf") }
        let arguments = (item["args"]?.array ?? []).map(text)
        let named = item["kwargs"]?.object ?? []
        let app = item["current_app"]?.string
        do {
            var url = try url(site, name, arguments, named.map { ($0.key, text($0.value)) }, app)
            url += query(item["query"]) + (item["fragment"]?.string.map { "#" + $0 } ?? "")
            return .compare(item["expect"]?.string ?? item["expect_error"]?.string ?? "", url)
        } catch {
            guard item["expect_error"]?.string == "NoReverseMatch", error is NoReverseMatch else {
                return .failed(expected: "\(item["expect"] ?? .null)", got: "\(error)")
            }
            return .passed
        }
    }

    /// The replay's arguments come as a list; the library's functions take up to three here.
    private func url(
        _ site: Site, _ name: String, _ arguments: [String], _ named: [(String, String)],
        _ app: String?
    ) throws -> String {
        if !named.isEmpty {
            if !arguments.isEmpty { throw MixedArguments() }
            let values = Dictionary(named, uniquingKeysWith: { $1 })
            return try site.reverse(name, named: values, currentApp: app)
        }
        switch arguments.count {
        case 0: return try site.reverse(name, currentApp: app)
        case 1: return try site.reverse(name, arguments[0], currentApp: app)
        case 2: return try site.reverse(name, arguments[0], arguments[1], currentApp: app)
        default:
            return try site.reverse(
                name, arguments[0], arguments[1], arguments[2], currentApp: app)
        }
    }

    private struct MixedArguments: Error {}

    private func text(_ json: JSON) -> String {
        json.string ?? json["v"]?.string ?? "\(json)"
    }

    private func query(_ json: JSON?) -> String {
        var parameters = QueryParameters()
        for (name, value) in json?.object ?? [] {
            for item in value.array ?? [value] { parameters.append(name, text(item)) }
        }
        return parameters.isEmpty ? "" : "?" + parameters.encoded
    }

    // MARK: Converters and patterns

    private func convert(_ item: JSON) -> Outcome {
        if item["expect"]?["$t"]?.string == "bigint" {
            return .skipped("Python's own: integers beyond 64 bits")
        }
        let converter = item["converter"]?.string ?? ""
        let site = Site(settings: settings()) {
            path("<\(converter):value>", untyped: { _, _ in Response("") })
        }
        let match = site.resolve("/" + (item["value"]?.string ?? ""))
        if let error = item["expect_error"]?.string {
            return .compare(error, match == nil ? "Resolver404" : "\(match?.parameters ?? [])")
        }
        guard let value = match?.parameters.first?.value else {
            return .failed(expected: "\(item["expect"] ?? .null)", got: "Resolver404")
        }
        return .compare(item["expect"] ?? .null, json(value))
    }

    private func compile(_ item: JSON) -> Outcome {
        let route = item["route"]?.string ?? ""
        let site = Site(settings: settings()) { path(route, untyped: { _, _ in Response("") }) }
        let problems = site.check().filter { $0.level >= .error }
        guard item["expect_error"] != nil else {
            return .compare("", problems.map(\.text).joined(separator: "; "))
        }
        return problems.isEmpty ? .failed(expected: "an error", got: "none") : .passed
    }
}
