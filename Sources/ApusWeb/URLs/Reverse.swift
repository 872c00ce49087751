import ApusHTTP

/// The path of the route `name` with these arguments in the places of its angle brackets:
/// `reverse("polls:results", 3)` is `/polls/3/results/`. Throws `NoReverseMatch`.
public func reverse(
    _ name: String, _ arguments: any CustomStringConvertible...,
    query: KeyValuePairs<String, any CustomStringConvertible> = [:], fragment: String? = nil
) throws -> String {
    let path = try currentReverser().reverse(name, .positions(arguments))
    return path + URLSuffix.text(query, fragment)
}

/// The path of the route `name` with these arguments by the names in its angle brackets:
/// `reverse("archive", named: ["year": 2026])`. Throws `NoReverseMatch`.
public func reverse(
    _ name: String, named arguments: [String: any CustomStringConvertible],
    query: KeyValuePairs<String, any CustomStringConvertible> = [:], fragment: String? = nil
) throws -> String {
    let path = try currentReverser().reverse(name, .names(arguments))
    return path + URLSuffix.text(query, fragment)
}

extension Site {
    /// As the function `reverse`, with this site's routes. `currentApp` says which instance of an
    /// app is meant where the name doesn't.
    public func reverse(
        _ name: String, _ arguments: any CustomStringConvertible..., currentApp: String? = nil,
        query: KeyValuePairs<String, any CustomStringConvertible> = [:], fragment: String? = nil
    ) throws -> String {
        let path = try core.reverser.reverse(
            name, .positions(arguments), currentApp: currentApp)
        return path + URLSuffix.text(query, fragment)
    }

    /// As the function `reverse`, with this site's routes. `currentApp` says which instance of an
    /// app is meant where the name doesn't.
    public func reverse(
        _ name: String, named arguments: [String: any CustomStringConvertible],
        currentApp: String? = nil,
        query: KeyValuePairs<String, any CustomStringConvertible> = [:], fragment: String? = nil
    ) throws -> String {
        let path = try core.reverser.reverse(name, .names(arguments), currentApp: currentApp)
        return path + URLSuffix.text(query, fragment)
    }

    /// The route for `path`, which is percent-decoded and begins with a slash; nil where none
    /// matches.
    public func resolve(_ path: String) -> RouteMatch? { core.match(path: path) }
}

private func currentReverser() throws -> Reverser {
    guard let core = SiteCore.current else { throw NoSite() }
    return core.reverser
}

/// A route was reversed where no site answers.
struct NoSite: Error, CustomStringConvertible {
    var description: String {
        "There is no site to reverse a route in: none was started in this process."
    }
}

/// What follows the path in a URL.
private enum URLSuffix {
    static func text(
        _ query: KeyValuePairs<String, any CustomStringConvertible>, _ fragment: String?
    ) -> String {
        let parameters = query.map {
            QueryParameters.Parameter(name: $0, value: $1.description)
        }
        let encoded = QueryParameters(parameters).encoded
        return (encoded.isEmpty ? "" : "?" + encoded) + (fragment.map { "#" + $0 } ?? "")
    }
}
