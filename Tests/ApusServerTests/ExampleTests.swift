import Glibc
import Testing

@Suite struct `The example of a bare closure` {
    @Test func `is served by the pre-fork server`() throws {
        let server = try ServerProcess(["--workers", "2"], product: "closure", ready: 2)
        #expect(try server.get("/a?b").body == "GET /a?b is served without a framework.\n")
        server.signal(SIGTERM)
        #expect(server.wait() == 0)
    }
}
