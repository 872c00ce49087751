internal import ApusHTTP

/// A closure as an application.
struct ClosureApplication: Application {
    private let closure: @Sendable (Request) -> Response

    init(_ closure: @escaping @Sendable (Request) -> Response) { self.closure = closure }

    func respond(to request: Request) -> Answer { .response(closure(request)) }
}
