public import ApusHTTP
import Synchronization

/// What the framework knows of a request while it is answered.
package final class RequestState: Sendable {
    let core: SiteCore
    private let values: Mutex<Values>

    struct Values: Sendable {
        var match: RouteMatch?
        /// The secret against forgery: the cookie's, or one made for this request.
        var csrfSecret: String?
        /// Whether the response must set the cookie.
        var csrfCookieIsDue = false
        /// The fields of the request's form, once they were read.
        var form: QueryParameters?
        /// Whether the check against forgery is off: the test client's default.
        var skipsCSRF = false
    }

    init(_ core: SiteCore) {
        self.core = core
        values = Mutex(Values())
    }

    /// Reads or changes the values.
    func with<Result>(_ body: (inout Values) -> Result) -> Result {
        values.withLock { body(&$0) }
    }
}

extension Request {
    /// What the framework knows of this request, while a site answers it.
    package var state: RequestState? { context as? RequestState }

    /// The route that was found, from the view on.
    public var match: RouteMatch? { state?.with { $0.match } }
}
