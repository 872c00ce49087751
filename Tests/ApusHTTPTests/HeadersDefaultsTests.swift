import Testing

@testable import ApusHTTP

@Suite struct `Fields set by default` {
    private let defaults: Headers = ["X-Frame-Options": "DENY", "Date": "now"]

    @Test func `come after the others, in one piece`() {
        var headers: Headers = ["Content-Type": "text/html"]
        headers.setDefaults(defaults)
        #expect(
            headers.description
                == "Content-Type: text/html\r\nX-Frame-Options: DENY\r\nDate: now\r\n")
        #expect(headers["date"] == "now")
        #expect(headers.framing == [.date, .xPrefixed])
        headers["x-frame-options"] = nil
        #expect(headers.description == "Content-Type: text/html\r\nDate: now\r\n")
    }

    @Test func `leave those that are there`() {
        var headers: Headers = ["x-frame-options": "SAMEORIGIN"]
        headers.setDefaults(defaults)
        #expect(headers.description == "x-frame-options: SAMEORIGIN\r\nDate: now\r\n")
    }

    @Test func `do not change the ones they came from`() {
        var headers = Headers()
        headers.setDefaults(defaults)
        headers.append("A", "1")
        #expect(defaults.count == 2)
        #expect(headers.count == 3)
    }
}
