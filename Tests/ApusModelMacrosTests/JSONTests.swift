import Testing

@testable import ApusModelSyntax

@Suite struct JSONTests {
    private func read(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

    @Test func `values of every kind are read`() throws {
        #expect(
            try read(#" {"a": [1, -2, true, false, null, "x"], "b": {}, "c": []} "#) == [
                "a": [
                    .integer(1), .integer(-2), .boolean(true), .boolean(false), .null,
                    .string("x"),
                ],
                "b": [:], "c": [],
            ])
    }

    @Test func `escapes are read`() throws {
        #expect(
            try read(#""\"\\\/\b\f\n\r\té\u00e9\ud83d\ude00\ud83d!""#)
                == .string("\"\\/\u{8}\u{c}\n\r\té\u{e9}\u{1F600}\u{FFFD}!"))
    }

    @Test func `numbers that are no Int are 0`() throws {
        #expect(
            try read("[1.5, 1e3, 99999999999999999999]") == [.integer(0), .integer(0), .integer(0)])
    }

    @Test(
        arguments: [
            ("{", 1), ("[1", 2), (#"{"a" 1}"#, 5), (#""a"#, 2), (#""\x""#, 3), (#""\u12""#, 3),
            ("1 2", 2), ("--", 2), ("tru", 0), (#"{a: 1}"#, 1), ("[1,]", 3),
        ])
    func `what is no JSON is refused with its place`(text: String, offset: Int) {
        #expect {
            try read(text)
        } throws: {
            ($0 as? JSONError)?.offset == offset
        }
    }

    @Test func `deep nesting is refused`() {
        #expect(throws: JSONError.self) { try read(String(repeating: "[", count: 100_000)) }
    }

    @Test func `written values are read back`() throws {
        let value: JSONValue = [
            "text": .string("quote \" backslash \\ line \n tab \t bell \u{7} é 😀"),
            "numbers": [.integer(.max), .integer(.min)], "nothing": .null,
        ]
        #expect(try JSONReader.read(JSONWriter.bytes(of: value)) == value)
    }
}
