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

@Suite struct `The place of fields` {
    private let headers: Headers = ["Content-Type": "text/html"]

    private func isSame(_ left: Headers, _ right: Headers) -> Bool {
        guard let left = left.place, let right = right.place else { return false }
        return left.lines == right.lines && left.index == right.index
    }

    @Test func `is a copy's too, until one is changed`() {
        var copy = headers
        #expect(isSame(copy, headers))
        copy.append("A", "1")
        #expect(!isSame(copy, headers))
        copy = headers
        copy["Content-Type"] = nil
        #expect(!isSame(copy, headers))
    }

    @Test func `is not that of equal fields made elsewhere`() {
        #expect(!isSame(["Content-Type": "text/html"], headers))
    }

    @Test func `is unknown once a field was refused`() {
        var copy = headers
        copy["A"] = "a line\nbreak"
        #expect(copy.place == nil)
    }
}
