import ApusHTTP
import ApusORM
import ApusServer

extension SiteCore {
    /// Answers `request`: middleware, route, view, middleware in reverse.
    func respond(to request: consuming Request) -> Answer {
        if SiteCore.processDefault === self { return answer(request) }
        let own = request
        let answer: Answer = SiteCore.$override.withValue(self) { self.answer(own) }
        guard case .task(let task) = answer else { return answer }
        return .task { await SiteCore.$override.withValue(self) { await task() } }
    }

    private func answer(_ given: consuming Request) -> Answer {
        var request = given
        let state = request.state ?? RequestState(self, watch: request.watch)
        request.context = state
        let answer = Database.interruptible(by: state) { record(&request, state) }
        guard case .task(let task) = answer, request.watch != nil else { return answer }
        return .task {
            defer { state.answered() }
            return await Database.interruptible(by: state) { await task() }
        }
    }

    /// Answers it, keeping a log of its statements where a debug page may show them.
    private func record(_ request: inout Request, _ state: RequestState) -> Answer {
        guard settings.debug else { return pass(&request, state) }
        let log = QueryLog(calls: QueryOrigins.calls)
        state.with { $0.queries = log }
        let answer: Answer = log.record { self.pass(&request, state) }
        guard case .task(let task) = answer else { return answer }
        return .task { await log.record { await task() } }
    }

    private func pass(_ request: inout Request, _ state: RequestState) -> Answer {
        // The middleware whose hook runs now; all have let the request in once the view is next.
        var place = 0
        do {
            for hook in middleware.before {
                place = hook.place
                if let response = try hook.call(&request) {
                    return .response(leave(response, request, through: place))
                }
            }
            place = middleware.count
            if let response = try staticFiles.respond(to: request) {
                return .response(leave(response, request))
            }
            guard let match = resolve(request.target) else { throw RouteNotFound() }
            state.with { $0.match = match }
            if let response = try guardView(&request, match) {
                return .response(leave(response, request))
            }
            switch match.leaf.view {
            case .sync(let view):
                let response = try view(request, match.values)
                if let failure = response.failure { throw failure }
                return .response(leave(response, request))
            case .async(let view):
                return .task { [request] in
                    var response: Response
                    do {
                        response = try await view(request, match.values)
                        if let failure = response.failure { throw failure }
                    } catch {
                        response = self.recover(error, request)
                    }
                    return self.leave(response, request)
                }
            }
        } catch {
            if place == middleware.count {
                return .response(leave(recover(error, request), request))
            }
            return .response(leave(errorResponse(error, request), request, through: place - 1))
        }
    }

    /// What stands before the view: its methods and the hooks that know the route.
    private func guardView(_ request: inout Request, _ match: RouteMatch) throws -> Response? {
        if request.postsForm, let state = request.state {
            let form = try request.form(limits: settings.formLimits)
            state.with { $0.form = form }
        }
        for hook in middleware.beforeView {
            if let response = try hook.call(&request, match) { return response }
        }
        guard let methods = match.leaf.methods, !methods.contains(request.method) else {
            return nil
        }
        return .methodNotAllowed(methods)
    }

    /// The way out: from the middleware at `last`, or from all, to the first.
    private func leave(
        _ response: consuming Response, _ request: Request, through last: Int = .max
    ) -> Response {
        for hook in middleware.after where hook.place <= last {
            do {
                try hook.call(&response, request)
            } catch {
                response = errorResponse(error, request)
            }
        }
        return response
    }

    /// The answer to what a view threw: a middleware's, else the error page.
    private func recover(_ error: any Error, _ request: Request) -> Response {
        for hook in middleware.recover {
            do {
                if let response = try hook.call(error, request) { return response }
            } catch {
                return errorResponse(error, request)
            }
        }
        return errorResponse(error, request)
    }

    /// The route for a path that begins with a slash and is already decoded.
    func match(path: String) -> RouteMatch? {
        guard path.hasPrefix("/") else { return nil }
        var path = String(path.dropFirst())
        return path.withUTF8 { table.resolver.resolve($0) }
    }

    /// The route for a request target.
    func resolve(_ target: String) -> RouteMatch? {
        var target = target
        let plain = target.withUTF8 { bytes -> RouteMatch?? in
            // Most paths begin with a slash and have nothing encoded: they are looked up in place.
            guard bytes.first == UInt8(ascii: "/") else { return nil }
            var end = 1
            while end < bytes.count, bytes[end] != UInt8(ascii: "?") {
                if bytes[end] == UInt8(ascii: "%") { return nil }
                end += 1
            }
            let path = UnsafeBufferPointer(rebasing: bytes[1..<end])
            return .some(table.resolver.resolve(path))
        }
        if let plain { return plain }
        return RequestPath.withDecoded(target) { path in
            guard path.first == UInt8(ascii: "/") else { return nil }
            return table.resolver.resolve(UnsafeBufferPointer(rebasing: path.dropFirst()))
        }
    }
}

/// No route matches the path.
struct RouteNotFound: Error {}
