import ApusHTTP
import Testing

@Suite struct `A method` {
    @Test(arguments: [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "PROPFIND",
        "MKCALENDAR", "VERSION-CONTROL", "M-SEARCH", "PURGE", "UPDATEREDIRECTREF",
    ])
    func `that is registered reaches the views`(name: String) {
        let transcript = Transcript("\(name) / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(transcript.error == nil)
        #expect(transcript.requests.map(\.line) == ["\(name) / HTTP/1.1"])
    }

    @Test(arguments: ["GETS", "get", "Post", "-GET", "G", "BREW", "PRI", "A!#$%&'*+-.^_`|~0"])
    func `that is not registered is answered with 501`(name: String) {
        let transcript = Transcript("\(name) / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(transcript.error == .unknownMethod)
        #expect(transcript.error?.status == .notImplemented)
    }

    @Test func `that changes nothing is safe`() {
        let safe: [Method] = [.get, .head, .options, .trace]
        #expect(safe.allSatisfy { $0.isSafe })
        let others: [Method] = [.post, .put, .patch, .delete, .connect, "get"]
        #expect(!others.contains { $0.isSafe })
    }
}
