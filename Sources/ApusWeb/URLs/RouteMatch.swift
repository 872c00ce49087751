import ApusHTTP

/// What the resolver found for a path.
public struct RouteMatch: Sendable {
    let leaf: RouteLeaf
    /// What the path held for the route's parameters, in order.
    let values: [PathValue]

    /// The route's name without namespaces.
    public var urlName: String? { leaf.name }
    /// The name to reverse the route with: `polls:detail`.
    public var viewName: String {
        (leaf.namespaces + [leaf.name ?? leaf.source]).joined(separator: ":")
    }
    /// The name for people: the pattern where the route has none.
    var shownName: String { leaf.name == nil ? "'\(route)'" : viewName }
    /// The pattern from the root: `polls/<int:id>/`.
    public var route: String { leaf.pattern.text }
    /// The namespaces that the route lies in, the outermost first.
    public var namespaces: [String] { leaf.namespaces }
    /// The apps that the route lies in, the outermost first.
    public var appNames: [String] { leaf.appNames }
    /// The parameters in the order of the path.
    public var parameters: [(name: String, value: PathValue)] {
        Array(zip(leaf.pattern.parameters.map(\.name), values))
    }
    /// The values that the route passes besides those in the path.
    public var extras: [String: String] { leaf.extras }
    /// Whether the view has no check against cross-site request forgery.
    public var isCSRFExempt: Bool { leaf.isCSRFExempt }
}

/// A route with all prefixes before it: what the resolver tries.
final class RouteLeaf: Sendable {
    let pattern: RoutePattern
    let name: String?
    let namespaces: [String]
    let appNames: [String]
    let view: Route.View
    let methods: [Method]?
    let isCSRFExempt: Bool
    let frameOptions: FrameOptions?
    let appendsSlash: Bool
    let extras: [String: String]
    let source: String

    init(pattern: RoutePattern, route: Route, view: Route.View, path: IncludePath) {
        self.pattern = pattern
        self.view = view
        name = route.name
        namespaces = path.namespaces
        appNames = path.appNames
        var methods = route.methods
        if let place = methods?.firstIndex(of: .get), methods?.contains(.head) == false {
            methods?.insert(.head, at: place + 1)
        }
        self.methods = methods
        isCSRFExempt = route.isCSRFExempt
        frameOptions = route.frameOptions
        appendsSlash = route.appendsSlash
        extras = route.extras
        source = route.source
    }
}

/// The way from the root to a route.
struct IncludePath: Sendable {
    var namespaces: [String] = []
    var appNames: [String] = []
}
