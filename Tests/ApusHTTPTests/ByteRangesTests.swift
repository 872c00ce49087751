import ApusHTTP
import Testing

@Suite struct `Byte ranges` {
    @Test(arguments: [
        ("bytes=0-3", [0..<4]), ("bytes=5-", [5..<1000]), ("bytes=-10", [990..<1000]),
        ("bytes=900-5000", [900..<1000]), ("bytes=-5000", [0..<1000]),
        ("BYTES= 1-1", [1..<2]), ("bytes=0-0, -1", [0..<1, 999..<1000]),
        ("bytes=500-600,0-9", [500..<601, 0..<10]), ("bytes=,0-1,,", [0..<2]),
        ("bytes=0-1,99999999999999999999-", [0..<2]),
        ("bytes=0-99999999999999999999", [0..<1000]),
    ])
    func `are those that are asked for`(field: String, parts: [Range<Int>]) {
        #expect(ByteRanges(field, of: 1000) == .parts(parts))
    }

    @Test(arguments: [
        ("bytes=0-99,50-149", [0..<150]), ("bytes=0-9,20-29", [0..<30]),
        ("bytes=0-9,500-509,5-505", [0..<510]), ("bytes=0-,0-,0-,0-", [0..<1000]),
    ])
    func `are sent as one where they overlap or nearly touch`(field: String, parts: [Range<Int>]) {
        #expect(ByteRanges(field, of: 1000) == .parts(parts))
    }

    @Test(arguments: ["bytes=1000-", "bytes=-0", "bytes=2000-3000,1000-1001"])
    func `behind the end can't be satisfied`(field: String) {
        #expect(ByteRanges(field, of: 1000) == .unsatisfiable)
    }

    @Test(arguments: [
        nil, "", "bytes", "bytes=", "bytes=a-b", "bytes=3-1", "bytes=1", "bytes=-", "items=0-1",
        "bytes=0-1;2-3", "bytes=--1", "bytes=0 -1", "bytes=0-1,x",
        "bytes=" + (0..<33).map { "\($0 * 20)-\($0 * 20)" }.joined(separator: ","),
    ])
    func `that are malformed, foreign or too many are ignored`(field: String?) {
        #expect(ByteRanges(field, of: 1000) == .whole)
    }

    @Test func `of nothing are ignored`() {
        #expect(ByteRanges("bytes=0-", of: 0) == .whole)
    }
}

@Suite struct `A content in parts` {
    private let content = Content(Array("0123456789".utf8) + [UInt8](repeating: 46, count: 990))

    private func response(_ headers: Headers, method: Method = .get) -> Response {
        var response = Response(headers: ["Content-Type": "text/plain", "ETag": "\"a\""])
        response.headers["Last-Modified"] = "Sun, 06 Nov 1994 08:49:37 GMT"
        response.setContent(content, for: Request(method: method, headers: headers))
        return response
    }

    private func text(_ response: Response) -> String {
        guard case .contents(let contents) = response.body else { return "" }
        return contents.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    }

    @Test func `is sent from where to where it was asked for`() {
        let response = response(["Range": "bytes=2-4"])
        #expect(response.status == 206)
        #expect(response.headers["Content-Range"] == "bytes 2-4/1000")
        #expect(text(response) == "234")
    }

    @Test func `is sent as several parts`() throws {
        let response = response(["Range": "bytes=0-1,500-501"])
        #expect(response.status == 206)
        let type = try #require(response.headers["Content-Type"])
        let boundary = try #require(type.split(separator: "=").last)
        #expect(type == "multipart/byteranges; boundary=\(boundary)")
        #expect(response.headers["Content-Range"] == nil)
        #expect(
            text(response)
                == "--\(boundary)\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/1000\r\n\r\n"
                + "01\r\n--\(boundary)\r\nContent-Type: text/plain\r\n"
                + "Content-Range: bytes 500-501/1000\r\n\r\n..\r\n--\(boundary)--\r\n")
    }

    @Test func `says how long it is where nothing of it can be sent`() {
        let response = response(["Range": "bytes=1000-"])
        #expect(response.status == 416)
        #expect(response.headers["Content-Range"] == "bytes */1000")
    }

    @Test(arguments: [
        ("\"a\"", 206), ("\"b\"", 200), ("W/\"a\"", 200),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 206), ("Sun, 06 Nov 1994 08:49:38 GMT", 200),
    ])
    func `is sent whole where the client's parts are of another state`(
        condition: String, status: Int
    ) {
        #expect(response(["Range": "bytes=0-1", "If-Range": condition]).status.code == status)
    }

    @Test func `is whole for other methods than GET`() {
        #expect(response(["Range": "bytes=0-1"], method: .head).status == 200)
    }
}
