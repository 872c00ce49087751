public import ApusHTTP

/// One line of a site's routes: a view behind a pattern, or more routes behind a prefix.
public struct Route: Sendable {
    /// What a route leads to.
    enum Target: Sendable {
        case view(View)
        case routes(Routes, namespace: String?)
    }

    /// The pattern as it is written: `<int:id>/vote/`.
    public let pattern: String
    /// The name by which the route is reversed.
    public let name: String?
    /// The file and line that made the route.
    public let source: String
    var target: Target
    /// What the view takes, in order; nil where it takes anything.
    var parameters: [ParameterType]?
    /// The methods that the view answers; nil for all.
    var methods: [Method]?
    var isCSRFExempt = false
    /// Values besides the path's, by name.
    var extras: [String: String] = [:]
    var frameOptions: FrameOptions?
    var appendsSlash = true

    struct ParameterType: Sendable {
        let kind: PathValue.Kind
        let name: String
    }

    /// A view that takes what the path holds as an array.
    enum View: Sendable {
        case sync(@Sendable (Request, [PathValue]) throws -> Response)
        case async(@Sendable (Request, [PathValue]) async throws -> Response)
    }

    /// The same route, answering only `methods`, and HEAD where GET is one of them; others get 405
    /// with an `Allow` header.
    public func methods(_ methods: Method...) -> Route {
        var copy = self
        copy.methods = methods
        return copy
    }

    /// The same route, without the check against cross-site request forgery.
    public func csrfExempt() -> Route {
        var copy = self
        copy.isCSRFExempt = true
        return copy
    }

    /// The same route with values besides those in the path: a view that serves many routes finds
    /// them in `request.match`, and reversing may name them.
    public func passing(_ extras: [String: String]) -> Route {
        var copy = self
        copy.extras = extras
        return copy
    }

    /// The same route, whose pages may be shown in these frames.
    public func frameOptions(_ options: FrameOptions) -> Route {
        var copy = self
        copy.frameOptions = options
        return copy
    }

    /// The same route, to which paths without its last slash aren't redirected.
    public func withoutAppendSlash() -> Route {
        var copy = self
        copy.appendsSlash = false
        return copy
    }
}

/// A route to a synchronous view. The view's parameters after the request take what the angle
/// brackets of `route` find, in order, and say of which type: `path("<int:id>/", detail)` goes with
/// `func detail(_ request: Request, id: Int) throws -> Response`.
public func path<each Parameter: PathParameter>(
    _ route: String,
    _ view: @escaping @Sendable (Request, repeat each Parameter) throws -> Response,
    name: String? = nil, file: String = #fileID, line: Int = #line
) -> Route {
    var types: [Route.ParameterType] = []
    repeat types.append(parameterType((each Parameter).self))
    let target = Route.View.sync { request, values in
        var reader = PathValueReader(values)
        return try view(request, repeat reader.next((each Parameter).self))
    }
    return Route(
        pattern: route, name: name, source: "\(file):\(line)", target: .view(target),
        parameters: types)
}

/// A route to an `async` view; otherwise as for a synchronous one.
public func path<each Parameter: PathParameter>(
    _ route: String,
    _ view: @escaping @Sendable (Request, repeat each Parameter) async throws -> Response,
    name: String? = nil, file: String = #fileID, line: Int = #line
) -> Route {
    var types: [Route.ParameterType] = []
    repeat types.append(parameterType((each Parameter).self))
    let target = Route.View.async { request, values in
        var reader = PathValueReader(values)
        return try await view(request, repeat reader.next((each Parameter).self))
    }
    return Route(
        pattern: route, name: name, source: "\(file):\(line)", target: .view(target),
        parameters: types)
}

/// The routes of an app below `prefix`. `namespace` tells two inclusions of one app apart; it is
/// the app's name where it isn't given.
public func include(
    _ prefix: String, _ routes: Routes, namespace: String? = nil, file: String = #fileID,
    line: Int = #line
) -> Route {
    Route(
        pattern: prefix, name: nil, source: "\(file):\(line)",
        target: .routes(routes, namespace: namespace ?? routes.appName), parameters: [])
}

private func parameterType<Parameter: PathParameter>(
    _ type: Parameter.Type
) -> Route.ParameterType {
    Route.ParameterType(kind: type.pathValueKind, name: String(describing: type))
}

/// Hands a path's values to a view's parameters in order.
private struct PathValueReader {
    private let values: [PathValue]
    private var index = 0

    init(_ values: [PathValue]) { self.values = values }

    mutating func next<Parameter: PathParameter>(_ type: Parameter.Type) throws -> Parameter {
        guard index < values.count, let value = Parameter(pathValue: values[index]) else {
            throw HTTPError.notFound("No \(type) for what the path holds.")
        }
        index += 1
        return value
    }
}

/// A route to a view that takes what the path holds as it comes, by name or order: for views that
/// serve many routes.
public func path(
    _ route: String, untyped view: @escaping @Sendable (Request, RouteMatch) throws -> Response,
    name: String? = nil, file: String = #fileID, line: Int = #line
) -> Route {
    let target = Route.View.sync { request, _ in
        guard let match = request.match else { throw RouteNotFound() }
        return try view(request, match)
    }
    return Route(
        pattern: route, name: name, source: "\(file):\(line)", target: .view(target),
        parameters: nil)
}
