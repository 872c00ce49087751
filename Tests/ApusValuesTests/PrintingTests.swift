import ApusValues
import Testing

/// Values as Python prints them: `str` for a page, `repr` inside a list.
@Suite struct PrintingTests {
    @Test(
        arguments: [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123456789012345.6, "123456789012345.6"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (1.5e300, "1.5e+300"),
            (5e-324, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (100.0, "100.0"),
            (-2.5, "-2.5"),
            (3.141592653589793, "3.141592653589793"),
            (1e22, "1e+22"),
        ] as [(Double, String)])
    func `a number with a fraction has the fewest digits that read back`(
        number: Double, text: String
    ) {
        #expect(DynamicValue.double(number).description == text)
        #expect(Double(text) == number)
    }

    @Test(arguments: [
        ("abc", "'abc'"),
        ("it's", "\"it's\""),
        ("say \"hi\"", "'say \"hi\"'"),
        ("both ' and \"", "'both \\' and \"'"),
        ("a\\b", "'a\\\\b'"),
        ("a\nb\tc\r", "'a\\nb\\tc\\r'"),
        ("\0\u{1B}\u{7F}", "'\\x00\\x1b\\x7f'"),
        ("é日😀", "'é日😀'"),
        ("\u{A0}", "'\\xa0'"),
        ("", "''"),
    ])
    func `a text in a list has quotes and escapes`(text: String, literal: String) {
        #expect(DynamicValue.string(text).literal == literal)
        #expect(DynamicValue.list([.string(text), .int(1)]).description == "[\(literal), 1]")
    }

    @Test func `what is not finite and what is not there have their words`() {
        #expect(DynamicValue.double(.nan).description == "nan")
        #expect(DynamicValue.double(-.infinity).description == "-inf")
        #expect(DynamicValue.null.description == "None")
        #expect(DynamicValue.list([.bool(true), .null]).description == "[True, None]")
    }
}
