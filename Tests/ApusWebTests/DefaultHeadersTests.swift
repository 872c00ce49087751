import ApusHTTP
import Testing

@testable import ApusWeb

@Suite struct `Default headers` {
    private let fields: Headers = ["X-Frame-Options": "DENY"]

    @Test func `of headers that were expected are a copy of the outcome`() throws {
        let page: Headers = ["Content-Type": "text/html"]
        var defaults = DefaultHeaders(fields)
        let outcome = try #require(defaults.expect([["A": "1"], page]).last)
        var headers = page
        defaults.set(in: &headers)
        let place = try #require(headers.place)
        #expect(place.lines == outcome.place?.lines && place.index == outcome.place?.index)
        #expect(headers.description == "Content-Type: text/html\r\nX-Frame-Options: DENY\r\n")
    }

    @Test func `are added to others, and to expected ones that were changed`() {
        let page: Headers = ["Content-Type": "text/html"]
        var defaults = DefaultHeaders(fields)
        _ = defaults.expect([page])
        var other: Headers = ["Content-Type": "text/csv"]
        defaults.set(in: &other)
        #expect(other.description == "Content-Type: text/csv\r\nX-Frame-Options: DENY\r\n")
        var changed = page
        changed["X-Frame-Options"] = "SAMEORIGIN"
        defaults.set(in: &changed)
        #expect(changed.values("X-Frame-Options") == ["SAMEORIGIN"])
    }
}
