import ApusHTTP
import Testing

@Suite struct `A server-sent event` {
    private func text(_ event: ServerSentEvent) -> String {
        String(decoding: event.bytes, as: UTF8.self)
    }

    @Test func `has its fields, and a line for each line of data`() {
        let event = ServerSentEvent("one\ntwo\r\nthree\r", event: "tick", id: "7", retry: 1500)
        #expect(
            text(event) == "event: tick\nid: 7\nretry: 1500\n"
                + "data: one\ndata: two\ndata: three\ndata:\n\n")
    }

    @Test func `can't be made to hold other fields`() {
        let event = ServerSentEvent("", event: "a\ndata: forged", id: "1\r\n\r\n")
        #expect(text(event) == "event: a\nid: 1\ndata:\n\n")
    }

    @Test func `has comments beside it`() {
        #expect(String(decoding: ServerSentEvent.comment(), as: UTF8.self) == ":\n\n")
        #expect(String(decoding: ServerSentEvent.comment("a\nb"), as: UTF8.self) == ": a\n: b\n\n")
    }
}

@Suite struct `Accepted encodings` {
    @Test(arguments: [
        ("gzip, br", "br"), ("gzip", "gzip"), ("x-gzip", "gzip"), ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("*", "br"), ("br;q=0, *", "gzip"), ("identity, br;q=0.1", nil), ("", nil), (nil, nil),
        ("deflate", nil), ("gzip;q=0", nil), ("gzip;q=nan", nil), ("GZIP", "gzip"),
    ])
    func `pick a coding`(field: String?, coding: String?) {
        #expect(AcceptedEncodings(field).preferred(of: ["br", "gzip"]) == coding)
    }
}
