import ApusHTTP

/// Turns names of routes back into paths.
struct Reverser: Sendable {
    private let root: NamespaceNode
    private let prefix: String

    init(_ root: NamespaceNode, scriptName: String) {
        self.root = root
        prefix = scriptName + "/"
    }

    /// What a route is reversed with.
    enum Arguments {
        case positions([any CustomStringConvertible])
        case names([String: any CustomStringConvertible])
    }

    /// The path of the route `name`. `currentApp` says which instance of an app is meant where the
    /// name doesn't. Throws `NoReverseMatch`.
    func reverse(
        _ name: String, _ arguments: Arguments, currentApp: String? = nil
    ) throws(NoReverseMatch) -> String {
        var parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let routeName = parts.removeLast()
        let (node, before) = try node(parts, currentApp: currentApp)
        let candidates = node.routes[routeName] ?? []
        for candidate in candidates.reversed() {
            let whole = candidate.after(before)
            if let path = fill(whole, arguments) { return quoted(prefix + path) }
        }
        let tried = candidates.map { $0.after(before).pattern.text }
        throw NoReverseMatch(routeName, arguments, tried: tried)
    }

    /// Why no arguments whatever would make the name a path; nil where some may.
    func problem(withName name: String) -> String? {
        var parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let routeName = parts.removeLast()
        do {
            let (node, _) = try node(parts, currentApp: nil)
            if node.routes[routeName] != nil { return nil }
            return NoReverseMatch(routeName, .positions([]), tried: []).description
        } catch {
            return error.description
        }
    }

    private func node(
        _ namespaces: [String], currentApp: String?
    ) throws(NoReverseMatch) -> (NamespaceNode, RoutePattern?) {
        var current = currentApp.map { $0.split(separator: ":").map(String.init) }
        var node = root
        var pattern: RoutePattern?
        var walked: [String] = []
        for asked in namespaces {
            var namespace = asked
            let currentNamespace = current.flatMap { $0.isEmpty ? nil : $0[0] }
            if current?.isEmpty == false { current?.removeFirst() }
            if let instances = node.apps[namespace] {
                if let currentNamespace, instances.contains(currentNamespace) {
                    namespace = currentNamespace
                } else if !instances.contains(namespace), let last = instances.last {
                    namespace = last
                }
            }
            if namespace != currentNamespace { current = nil }
            guard let next = node.namespaces[namespace] else {
                throw NoReverseMatch(namespace: asked, inside: walked, known: node)
            }
            pattern = pattern?.followed(by: next.pattern) ?? next.pattern
            node = next.node
            walked.append(namespace)
        }
        return (node, pattern)
    }

    /// The pattern with the arguments in their places, not yet quoted; nil where they don't fit.
    private func fill(_ candidate: NamespaceNode.Candidate, _ arguments: Arguments) -> String? {
        let pattern = candidate.pattern
        let parameters = pattern.parameters
        switch arguments {
        case .positions(let values):
            if values.count != parameters.count { return nil }
        case .names(let values):
            // A value that the route itself passes may be named, as long as it is the same.
            for (name, value) in values where !parameters.contains(where: { $0.name == name }) {
                guard candidate.extras[name] == value.description else { return nil }
            }
        }
        var result = ""
        var index = 0
        for segment in pattern.segments {
            switch segment {
            case .literal(let bytes): result += String(decoding: bytes, as: UTF8.self)
            case .parameter(let parameter):
                let argument: any CustomStringConvertible
                switch arguments {
                case .positions(let values): argument = values[index]
                case .names(let values):
                    guard let value = values[parameter.name] else { return nil }
                    argument = value
                }
                index += 1
                guard let text = parameter.converter.text(of: argument),
                    parameter.converter.value(of: text) != nil
                else { return nil }
                result += text
            }
        }
        return result
    }

    /// Percent-encodes what a path can't hold (RFC 3986, section 3.3). A path of two slashes at its
    /// beginning would be read as a host, so the second is encoded.
    private func quoted(_ path: String) -> String {
        let path = PercentEncoding.encode(path, keeping: "/~:@!$&'()*+,;=")
        return path.hasPrefix("//") ? "/%2F" + path.dropFirst(2) : path
    }
}

/// No route has that name, or none of that name takes these arguments; with Django's words.
public struct NoReverseMatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was asked for and what was tried.
    public let description: String

    init(_ name: String, _ arguments: Reverser.Arguments, tried: [String]) {
        if tried.isEmpty {
            description =
                "Reverse for '\(name)' not found. '\(name)' is not a valid view function or pattern "
                + "name."
            return
        }
        let given: String
        switch arguments {
        case .positions(let values) where !values.isEmpty:
            let list = values.map(Self.shown).joined(separator: ", ")
            given = "arguments '(\(list)\(values.count == 1 ? "," : ""))'"
        case .names(let values) where !values.isEmpty:
            let list = values.sorted { $0.key < $1.key }.map { "'\($0)': \(Self.shown($1))" }
            given = "keyword arguments '{\(list.joined(separator: ", "))}'"
        default: given = "no arguments"
        }
        let patterns = tried.map { "'\($0)'" }.joined(separator: ", ")
        description =
            "Reverse for '\(name)' with \(given) not found. \(tried.count) pattern(s) tried: "
            + "[\(patterns)]"
    }

    init(namespace: String, inside walked: [String], known node: NamespaceNode) {
        let place = walked.isEmpty ? "" : " inside '\(walked.joined(separator: ":"))'"
        let names = node.namespaces.keys.sorted()
        let advice = names.isEmpty ? "" : ". Registered: \(names.joined(separator: ", "))"
        description = "'\(namespace)' is not a registered namespace\(place)\(advice)"
    }

    private static func shown(_ value: any CustomStringConvertible) -> String {
        value is any StringProtocol ? "'\(value)'" : value.description
    }
}
