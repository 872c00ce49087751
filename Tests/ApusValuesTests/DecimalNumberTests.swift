import ApusValues
import Testing

@Suite struct DecimalNumberTests {
    @Test(arguments: [
        ("12.50", "12.50"), (" -0 ", "-0"), ("1e3", "1E+3"), ("1_000", "1000"), ("007", "7"),
        ("-.5", "-0.5"), ("5.", "5"), ("0.0000001", "1E-7"), ("0.000001", "0.000001"),
        ("nan", "NaN"), ("-inf", "-Infinity"), ("+Infinity", "Infinity"),
        ("123456789012345678901234567890.5", "123456789012345678901234567890.5"),
    ])
    func `a text is read and printed as Python's Decimal does`(text: String, printed: String) {
        #expect(DecimalNumber(text)?.description == printed)
    }

    @Test(arguments: [
        "", " ", "a", "1.2.3", "1e", "--1", "e5", ".", "_1", "1e1000000001", "0x10",
        "1e-9223372036854775808",
    ])
    func `what is no number is none`(text: String) {
        #expect(DecimalNumber(text) == nil)
    }

    @Test(arguments: [
        ("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.344", 2, "2.34"), ("9.99", 1, "10.0"),
        ("0.5", 0, "1"), ("0.04", 1, "0.0"), ("7", 2, "7.00"), ("1234", -2, "1200"),
    ])
    func `a half is rounded away from zero`(text: String, places: Int, plain: String) throws {
        let number = try #require(DecimalNumber(text))
        #expect(number.rounded(toPlaces: places).plain == plain)
    }

    @Test func `numbers compare by value and not by how they are written`() throws {
        func order(_ left: String, _ right: String) throws -> Int? {
            try #require(DecimalNumber(left)).compare(to: try #require(DecimalNumber(right)))
        }
        #expect(try order("1.0", "1") == 0)
        #expect(try order("-0", "0") == 0)
        #expect(try order("1e3", "999.9") == 1)
        #expect(try order("-2", "1") == -1)
        #expect(try order("-20", "-3") == -1)
        #expect(try order("-inf", "-1e400") == -1)
        #expect(try order("nan", "1") == nil)
    }

    @Test func `an integer is given only where it fits`() {
        #expect(DecimalNumber("9223372036854775807")?.integer == Int.max)
        #expect(DecimalNumber("-9223372036854775808")?.integer == Int.min)
        #expect(DecimalNumber("9223372036854775808")?.integer == nil)
        #expect(DecimalNumber("1e1000000000")?.integer == nil)
        #expect(DecimalNumber("2.9")?.integer == 2)
        #expect(DecimalNumber("2.9")?.exactInteger == nil)
        #expect(DecimalNumber("2.0")?.exactInteger == 2)
    }

    @Test func `an exponent without measure makes no text without measure`() throws {
        let number = try #require(DecimalNumber("1e1000000000"))
        #expect(number.description == "1E+1000000000")
        #expect(number.plain.utf8.count <= 100_001)
        #expect(NumberFormat.englishGrouped.string(from: number) == "1e+1000000000")
    }

    @Test(arguments: [
        (NumberFormat(), "-1234.50", "-1234.50"),
        (NumberFormat(decimalPlaces: 1), "1234.59", "1234.5"),
        (NumberFormat(decimalPlaces: 3), "7", "7.000"),
        (NumberFormat.englishGrouped, "1234567.8", "1,234,567.8"),
        (NumberFormat.englishGrouped, "-100", "-100"),
        (
            NumberFormat(decimalSeparator: ",", grouping: [3, 2], thousandSeparator: "."),
            "1234567.8", "12.34.567,8"
        ),
        (NumberFormat(grouping: [3, 0], thousandSeparator: " "), "1234567", "1234 567"),
    ])
    func `a format places the mark and the groups`(
        format: NumberFormat, number: String, expected: String
    ) throws {
        #expect(format.string(from: try #require(DecimalNumber(number))) == expected)
    }
}
