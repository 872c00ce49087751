import Testing

@testable import ApusManage

@Suite struct AddressPortTests {
    @Test(arguments: [
        ("8080", "127.0.0.1:8080"), ("0:8000", "0.0.0.0:8000"), ("0", "127.0.0.1:0"),
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::1]:8000", "[::1]:8000"),
        ("localhost:65535", "localhost:65535"),
        ("my-host.example.org:80", "my-host.example.org:80"),
    ])
    func `an address is read as Django reads it`(_ text: String, _ expected: String) throws {
        #expect(try AddressPort(text).description == expected)
    }

    @Test(arguments: [
        "x", "", ":", ":8000", "127.0.0.1:", "127.0.0.1:x", "8000x", "-1", "65536", "1 2",
        "99999999999999999999", "::1:8000", "[::1]", "[]:80", "[::g]:80", "a..b:80", "a_b:80",
    ])
    func `what is no address is named`(_ text: String) {
        let error = #expect(throws: CommandError.self) { try AddressPort(text) }
        #expect(
            error?.message == "\"\(text)\" is not a valid port number or address:port pair.")
        #expect(error?.status == 1)
    }

    @Test func `a port alone is one of the IPv6 loopback where IPv6 is asked for`() throws {
        #expect(try AddressPort("8080", preferIPv6: true).description == "[::1]:8080")
        let error = #expect(throws: CommandError.self) {
            try AddressPort("127.0.0.1:80", preferIPv6: true)
        }
        #expect(error?.message == "'127.0.0.1' is not a valid IPv6 address.")
    }

    @Test func `port 0 becomes the one that the system picked`() throws {
        let listener = try DevelopmentListener(AddressPort("127.0.0.1:0"))
        #expect(listener.address.port != 0)
    }
}
