public import ApusHTTP
import ApusORM
package import ApusValues
import Synchronization

/// What the framework knows of a request while it is answered.
package final class RequestState: Sendable {
    let core: SiteCore
    private let watch: (any RequestWatch)?
    private let values: Mutex<Values>
    private let isAnswered = Atomic(false)

    /// What changes while the request is answered.
    package struct Values: Sendable {
        var match: RouteMatch?
        /// The secret against forgery: the cookie's, or one made for this request.
        var csrfSecret: String?
        /// Whether the response must set the cookie.
        var csrfCookieIsDue = false
        /// The fields of the request's form, once they were read.
        var form: Form?
        /// The statements that ran for the request; in debug only.
        var queries: QueryLog?
        /// Whether the check against forgery is off: the test client's default.
        package var skipsCSRF = false
        /// What is noted for a test; nil where nobody asks.
        package var record: Record?
    }

    /// What a test wants to know of an answer.
    package struct Record: Sendable {
        /// The error that became an error page.
        package var error: (any Error)?
        /// The templates that views rendered, with what they were given.
        package var rendered: [(template: String, context: DynamicDictionary)] = []

        package init() {}
    }

    init(_ core: SiteCore, watch: (any RequestWatch)? = nil) {
        self.core = core
        self.watch = watch
        values = Mutex(Values())
    }

    /// The state of a request to `site`, to be given to the request before it is answered.
    package convenience init(_ site: Site) { self.init(site.core) }

    /// In which frames the route's pages may be shown, where it says so.
    var frameOptions: FrameOptions? { values.withLock { $0.match?.leaf.frameOptions } }

    /// Reads or changes the values.
    package func with<Result>(_ body: (inout Values) -> Result) -> Result {
        values.withLock { body(&$0) }
    }
}

extension RequestState: Interrupter {
    /// Why the queries of the request are work for nobody.
    package var interruption: String? {
        isAnswered.load(ordering: .relaxed) ? nil : watch?.abandonment?.description
    }

    /// What the view has left behind, a task of its own, works for somebody else.
    func answered() { isAnswered.store(true, ordering: .relaxed) }
}

extension Request {
    /// What the framework knows of this request, while a site answers it.
    package var state: RequestState? {
        guard let context else { return nil }
        // Only this room writes the slot, and only with its own class.
        return unsafeDowncast(context, to: RequestState.self)
    }

    /// The route that was found, from the view on.
    public var match: RouteMatch? { state?.with { $0.match } }
}
