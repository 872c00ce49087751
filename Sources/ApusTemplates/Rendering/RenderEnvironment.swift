public import ApusValues
public import FoundationEssentials

/// What a rendering takes from its surroundings: how URLs are made, the CSRF token, the time.
public final class RenderEnvironment: Sendable {
    /// Makes a URL of a route's name, positional and named arguments.
    public typealias URLReverser =
        @Sendable (String, [DynamicValue], [(name: String, value: DynamicValue)]) throws -> String

    /// For `{% url %}`; nil where there are no routes.
    public let reverseURL: URLReverser?
    /// For `{% static %}`: the URL of a static file; nil where there are none.
    public let staticURL: (@Sendable (String) throws -> String)?
    /// For `{% get_static_prefix %}`.
    public let staticPrefix: String
    /// For `{% get_media_prefix %}`.
    public let mediaPrefix: String
    /// For `{% csrf_token %}`: the token, asked for only where the tag is rendered.
    public let csrfToken: (@Sendable () -> String?)?
    /// For `{% querystring %}`: the request's query.
    public let query: (@Sendable () -> MultiValueDictionary)?
    /// The zone in which instants are shown.
    public let zone: Zone
    /// The present, for `{% now %}`, `timesince` and `timeuntil`.
    public let now: @Sendable () -> Date

    /// Nothing to draw on: no routes, no static files, UTC.
    public static let empty = RenderEnvironment()

    /// An environment from its parts.
    public init(
        reverseURL: URLReverser? = nil,
        staticURL: (@Sendable (String) throws -> String)? = nil,
        staticPrefix: String = "",
        mediaPrefix: String = "",
        csrfToken: (@Sendable () -> String?)? = nil,
        query: (@Sendable () -> MultiValueDictionary)? = nil,
        zone: Zone = .utc,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.reverseURL = reverseURL
        self.staticURL = staticURL
        self.staticPrefix = staticPrefix
        self.mediaPrefix = mediaPrefix
        self.csrfToken = csrfToken
        self.query = query
        self.zone = zone
        self.now = now
    }
}
