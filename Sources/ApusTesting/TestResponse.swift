public import ApusHTTP
public import ApusValues

/// A site's answer, as a test looks at it.
public struct TestResponse: Sendable {
    /// The status: `#expect(response.status == 200)`.
    public var status: Status
    /// The fields.
    public var headers: Headers
    /// The body; of a streamed one, all of it.
    public var bytes: [UInt8]
    /// Where redirects led that the client followed, in order.
    public var redirects: [String] = []
    /// The templates that the view rendered, by name.
    public var templates: [String]
    /// What the templates were given; of a name that two were given, the last.
    public var context: DynamicDictionary

    init(
        _ response: Response, body: [UInt8],
        rendered: [(template: String, context: DynamicDictionary)]
    ) {
        status = response.status
        headers = response.headers
        bytes = body
        templates = rendered.map(\.template)
        context = DynamicDictionary()
        for (_, values) in rendered {
            for key in values.keys { context[key] = values[key] }
        }
    }

    /// The body as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Where the response redirects to; nil where it doesn't.
    public var redirect: String? {
        (300..<400).contains(status.code) ? headers["Location"] : nil
    }
}
