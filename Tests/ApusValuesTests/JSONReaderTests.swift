import ApusValues
import Testing

@Suite struct JSONReaderTests {
    private func written(_ json: String) throws -> String {
        var writer = JSONWriter()
        try writer.write(DynamicValue(json: json))
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(
        arguments: [
            "null", "true", "false", "0", "-12", "1.5", "\"\"", "[]", "{}",
            #"{"b":[1,{"c":null}],"a":"x"}"#, #""é\n\"\\""#,
        ])
    func `what is written is read`(json: String) throws {
        #expect(try written(json) == json)
    }

    @Test func `escapes, surrogates and white space are read`() throws {
        #expect(try written(#" [ "\u00e9\uD83D\uDE00\/" , 1e2 ] "#) == #"["é😀/",100.0]"#)
        #expect(try written(#""\ud800x""#) == "\"\u{FFFD}x\"")
        #expect(try written(#"{"a":1,"a":2}"#) == #"{"a":2}"#)
        #expect(
            try DynamicValue(json: "123456789012345678901").description == "123456789012345678901")
    }

    @Test(
        arguments: [
            "", "nul", "[1", "[1,]", "{\"a\"}", "{a:1}", "01", "1.", "-", "\"\n\"", "\"\\x\"",
            "\"\\u12\"", "\"abc", "1 2", "{\"a\":1,}", "+1",
        ])
    func `what is no JSON is refused with its place`(json: String) {
        let error = #expect(throws: JSONError.self) { try DynamicValue(json: json) }
        if case .malformed(_, let offset) = error {
            #expect(offset <= json.utf8.count)
        } else {
            Issue.record("\(String(describing: error))")
        }
    }

    @Test func `nesting has an end`() {
        #expect(throws: JSONError.nestedTooDeeply) {
            try DynamicValue(json: String(repeating: "[", count: 100_000))
        }
    }
}
