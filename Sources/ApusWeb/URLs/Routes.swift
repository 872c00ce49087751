/// The routes of an app or of a site, tried in order.
public struct Routes: Sendable {
    /// The app's name, which its routes' names are reversed with: `polls` in `polls:index`.
    public let appName: String?
    /// The routes in the order in which they are tried.
    public let routes: [Route]

    /// Routes; with an app's name, reversed as `name:route`.
    public init(_ appName: String? = nil, @RoutesBuilder _ routes: () -> [Route]) {
        self.appName = appName
        self.routes = routes()
    }

    init(appName: String?, routes: [Route]) {
        self.appName = appName
        self.routes = routes
    }
}

/// Collects the lines of `Routes { … }`; `if` and `for` work in it.
@resultBuilder
public enum RoutesBuilder {
    /// A line.
    public static func buildExpression(_ route: Route) -> [Route] { [route] }
    /// A line.
    public static func buildExpression(_ routes: Routes) -> [Route] { routes.routes }
    /// Lines, in order.
    public static func buildBlock(_ parts: [Route]...) -> [Route] { parts.flatMap { $0 } }
    /// An `if` without `else`.
    public static func buildOptional(_ part: [Route]?) -> [Route] { part ?? [] }
    /// The first branch of an `if`.
    public static func buildEither(first part: [Route]) -> [Route] { part }
    /// The second branch of an `if`.
    public static func buildEither(second part: [Route]) -> [Route] { part }
    /// The rounds of a `for`.
    public static func buildArray(_ parts: [[Route]]) -> [Route] { parts.flatMap { $0 } }
}
