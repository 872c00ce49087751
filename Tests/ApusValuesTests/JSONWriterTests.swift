import ApusValues
import FoundationEssentials
import Testing

@Suite struct JSONWriterTests {
    private func json(_ value: some DynamicValueConvertible) throws -> String {
        var writer = JSONWriter()
        try writer.write(value.dynamicValue)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `objects keep their order and have no white space`() throws {
        let object: DynamicDictionary = [
            "id": 7, "randomNumber": -40, "done": true, "next": Int?.none,
        ]
        #expect(try json(object) == #"{"id":7,"randomNumber":-40,"done":true,"next":null}"#)
        #expect(try json([[1, 10], [], [Int.min]]) == "[[1,10],[],[-9223372036854775808]]")
    }

    @Test func `integers of every length are written whole`() throws {
        var number = 1
        for _ in 0..<19 {
            for value in [number, -number, number - 1, 1 - number] {
                #expect(try json([value]) == "[\(value)]")
            }
            number = number.multipliedReportingOverflow(by: 10).partialValue
        }
        #expect(try json([Int.max, .min]) == "[\(Int.max),\(Int.min)]")
    }

    @Test func `strings escape quotes, backslashes and control characters only`() throws {
        #expect(
            try json("a\"b\\c\n\r\t\u{1}\u{1f}é</script>フ")
                == #""a\"b\\c\n\r\t\u0001\u001fé</script>フ""#)
    }

    @Test func `the spaced layout is ASCII with a blank behind commas and colons`() throws {
        var writer = JSONWriter(.spacedASCII)
        try writer.write(
            (["é": ["\u{7f}", "\u{8}"], "b": 1e20] as DynamicDictionary).dynamicValue)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"\u00e9": ["\u007f", "\b"], "b": 1e+20}"#)
        writer = JSONWriter(.spacedASCII)
        try writer.write("😀フ".dynamicValue)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #""\ud83d\ude00\u30d5""#)
    }

    @Test func `numbers that JSON has no word for are null`() throws {
        #expect(try json([1.5, .nan, .infinity, -0.25]) == "[1.5,null,null,-0.25]")
    }

    @Test func `an instant is written in UTC`() throws {
        #expect(try json(Date(timeIntervalSince1970: 0)) == #""1970-01-01T00:00:00Z""#)
        #expect(try json(Date(timeIntervalSince1970: 0.1239)) == #""1970-01-01T00:00:00.123Z""#)
    }

    @Test func `bytes and bottomless values are refused`() {
        #expect(throws: JSONError.self) { try json(DynamicValue.bytes([1])) }
        var value = DynamicValue.null
        for _ in 0..<1000 { value = .list([value]) }
        #expect(throws: JSONError.self) { try json(value) }
    }
}
