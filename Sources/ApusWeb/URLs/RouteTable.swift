/// The routes of a site, read once: flattened, checked, and laid out for the resolver and for
/// reversing.
final class RouteTable: Sendable {
    /// The routes in the order in which they are tried.
    let leaves: [RouteLeaf]
    /// What is wrong with routes; those routes are left out.
    let problems: [CheckMessage]
    /// Every inclusion's namespace from the root: `shop:orders`.
    let namespaces: [String]
    /// The names, by namespace.
    let names: NamespaceNode
    /// Finds the leaf for a path.
    let resolver: Resolver

    init(_ routes: Routes, converters: [String: any PathConverter] = [:]) {
        var known = Converter.builtIn
        for (name, converter) in converters { known[name] = Self.open(name, converter) }
        var builder = RouteTableBuilder(converters: known)
        names = builder.add(routes, prefix: nil, path: IncludePath())
        leaves = builder.leaves
        problems = builder.problems
        namespaces = builder.namespaces
        resolver = Resolver(leaves)
    }

    private static func open<C: PathConverter>(_ name: String, _ converter: C) -> Converter {
        Converter(name, converter)
    }
}

/// The names of one namespace: what `reverse` looks in.
struct NamespaceNode: Sendable {
    /// The routes of each name with their patterns from here, in order.
    var routes: [String: [Candidate]] = [:]
    /// The namespaces below, with the pattern that leads there.
    var namespaces: [String: (pattern: RoutePattern, node: NamespaceNode)] = [:]
    /// The instances of each app, in order.
    var apps: [String: [String]] = [:]

    /// A route that a name may stand for.
    struct Candidate: Sendable {
        let pattern: RoutePattern
        let extras: [String: String]

        func after(_ prefix: RoutePattern?) -> Candidate {
            guard let prefix else { return self }
            return Candidate(pattern: prefix.followed(by: pattern), extras: extras)
        }
    }
}

/// Walks routes and collects what a `RouteTable` holds.
private struct RouteTableBuilder {
    let converters: [String: Converter]
    var leaves: [RouteLeaf] = []
    var problems: [CheckMessage] = []
    var namespaces: [String] = []

    init(converters: [String: Converter]) { self.converters = converters }

    mutating func add(
        _ routes: Routes, prefix: RoutePattern?, path: IncludePath
    ) -> NamespaceNode {
        var node = NamespaceNode()
        for route in routes.routes {
            let own: RoutePattern
            do {
                own = try RoutePattern(route.pattern, converters: converters)
            } catch {
                problems.append(
                    CheckMessage(.error, "urls.E010", "\(error)", object: route.source))
                continue
            }
            let whole = prefix?.followed(by: own) ?? own
            switch route.target {
            case .view(let view):
                guard checkParameters(of: route, whole) else { continue }
                leaves.append(RouteLeaf(pattern: whole, route: route, view: view, path: path))
                if let name = route.name {
                    let candidate = NamespaceNode.Candidate(pattern: own, extras: route.extras)
                    node.routes[name, default: []].append(candidate)
                }
            case .routes(let included, let namespace):
                add(included, as: namespace, own, whole, path, to: &node)
            }
            checkSpelling(of: route)
        }
        return node
    }

    private mutating func add(
        _ routes: Routes, as namespace: String?, _ own: RoutePattern, _ whole: RoutePattern,
        _ path: IncludePath, to node: inout NamespaceNode
    ) {
        var path = path
        if let namespace {
            path.namespaces.append(namespace)
            namespaces.append(path.namespaces.joined(separator: ":"))
        }
        if let app = routes.appName { path.appNames.append(app) }
        let below = add(routes, prefix: whole, path: path)
        if let namespace {
            node.apps[routes.appName ?? namespace, default: []].append(namespace)
            if node.namespaces[namespace] == nil { node.namespaces[namespace] = (own, below) }
            return
        }
        for (name, patterns) in below.routes {
            node.routes[name, default: []] += patterns.map { $0.after(own) }
        }
        for (name, inner) in below.namespaces where node.namespaces[name] == nil {
            node.namespaces[name] = (own.followed(by: inner.pattern), inner.node)
        }
        for (app, instances) in below.apps { node.apps[app, default: []] += instances }
    }

    /// Says so where the view takes other parameters than the path gives.
    private mutating func checkParameters(of route: Route, _ pattern: RoutePattern) -> Bool {
        let given = pattern.parameters
        guard let taken = route.parameters else { return true }
        if given.count == taken.count,
            zip(given, taken).allSatisfy({ $0.converter.kind == $1.kind })
        {
            return true
        }
        let gives = given.map { "\($0.name): \($0.converter.kind)" }.joined(separator: ", ")
        let takes = taken.map(\.name).joined(separator: ", ")
        let name = route.name.map { " (named '\($0)')" } ?? ""
        problems.append(
            CheckMessage(
                .error, "urls.E011",
                "The route '\(pattern.text)'\(name) gives its view (\(gives)), but the view takes "
                    + "(\(takes)) after the request.",
                object: route.source,
                hint: "Let the view's parameters follow the angle brackets in order and type: "
                    + "<int:…> is Int, <str:…>, <slug:…> and <path:…> are String, <uuid:…> is UUID."
            ))
        return false
    }

    /// Django's warnings about patterns that are probably mistyped.
    private mutating func checkSpelling(of route: Route) {
        let pattern = route.pattern
        if pattern.hasPrefix("/") {
            problems.append(
                CheckMessage(
                    .warning, "urls.W002",
                    "Your URL pattern '\(pattern)' has a route beginning with a '/'. Remove this slash "
                        + "as it is unnecessary. If this pattern is targeted in an include(), ensure "
                        + "the include() pattern has a trailing '/'.", object: route.source))
        }
        if pattern.hasPrefix("^") || pattern.hasSuffix("$") || pattern.contains("(?P<") {
            problems.append(
                CheckMessage(
                    .warning, "2_0.W001",
                    "Your URL pattern '\(pattern)' has a route that contains '(?P<', begins with a "
                        + "'^', or ends with a '$'. This was likely an oversight: path() takes no "
                        + "regular expressions.", object: route.source))
        }
        if let name = route.name, name.contains(":") {
            problems.append(
                CheckMessage(
                    .warning, "urls.W003",
                    "Your URL pattern '\(pattern)' has a name including a ':'. Remove the colon, to "
                        + "avoid ambiguous namespace references.", object: route.source))
        }
    }
}
