import ApusValues
import FoundationEssentials
import Testing

@Suite struct DynamicValueTests {
    @Test func `a value takes sixteen bytes`() {
        #expect(MemoryLayout<DynamicValue>.size <= 17)
    }

    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (34.26, "34.26"), (1e15, "1000000000000000.0"),
        (1e16, "1e+16"), (1.5e16, "1.5e+16"), (1e22, "1e+22"), (0.0001, "0.0001"),
        (0.00001, "1e-05"), (1e-7, "1e-07"), (123456789.123, "123456789.123"),
        (1e300, "1e+300"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"),
    ])
    func `floats print as Python prints them`(number: Double, text: String) {
        #expect(pythonText(of: number) == text)
    }

    @Test func `values print as Python prints them`() {
        let values: [(DynamicValue, String)] = [
            (.null, "None"), (.bool(true), "True"), (.int(-3), "-3"),
            (
                .list([.string("it's"), .string("a\n\"b"), .double(1)]),
                "[\"it's\", 'a\\n\"b', 1.0]"
            ),
            (.dictionary(["k": DynamicValue.null]), "{'k': None}"),
            (.bytes([65, 0, 255, 39]), "b'A\\x00\\xff\\''"),
            (.duration(.seconds(-1)), "-1 day, 23:59:59"),
            (.duration(.seconds(183_845) + .microseconds(6)), "2 days, 3:04:05.000006"),
            (.day(CivilDate(year: 99, month: 1, day: 2)), "0099-01-02"),
            (.date(Date(timeIntervalSince1970: 0)), "1970-01-01 00:00:00+00:00"),
        ]
        for (value, text) in values { #expect(value.description == text) }
    }

    @Test func `numbers of different types compare by value and texts do not compare with them`() {
        #expect(DynamicValue.int(1).isEqual(to: .double(1)))
        #expect(DynamicValue.bool(true).isEqual(to: .int(1)))
        #expect(DynamicValue.int(Int.max).order(against: .double(1e30)) == -1)
        #expect(DynamicValue.string("1").isEqual(to: .int(1)) == false)
        #expect(DynamicValue.string("1").order(against: .int(1)) == nil)
        #expect(DynamicValue.double(.nan).isEqual(to: .double(.nan)) == false)
        #expect(DynamicValue.list([.int(1), .int(2)]).order(against: .list([.int(1)])) == 1)
        #expect(DynamicValue.html("a").isEqual(to: .string("a")))
        #expect(DynamicValue.null.order(against: .null) == nil)
    }

    @Test func `a dictionary keeps its order, replaces, removes and grows`() {
        var dictionary = DynamicDictionary(dictionaryLiteral: ("b", 1), ("a", 2), ("b", 3))
        #expect(dictionary.keys == ["b", "a"])
        for number in 0..<100 { dictionary["k\(number)"] = .int(number) }
        let copy = dictionary
        dictionary["b"] = nil
        dictionary["k50"] = .int(-1)
        #expect(dictionary.count == 101)
        #expect(dictionary["k99"]?.isEqual(to: .int(99)) == true)
        #expect(dictionary["k50"]?.isEqual(to: .int(-1)) == true)
        #expect(dictionary["b"] == nil)
        #expect(copy["b"]?.isEqual(to: .int(3)) == true)
        #expect(copy["k50"]?.isEqual(to: .int(50)) == true)
    }

    @Test(arguments: [
        ("0.045", 2, "0.05"), ("-2.675", 2, "-2.68"), ("9.99", 1, "10.0"), ("1e3", 0, "1000"),
        ("12345", -2, "12300"), ("0", 3, "0.000"), ("0.0004", 2, "0.00"), ("1.5", 5, "1.50000"),
    ])
    func `decimals round a half away from zero`(text: String, places: Int, rounded: String) {
        #expect(DecimalNumber(text)?.rounded(toPlaces: places).plain == rounded)
    }

    @Test func `what is no number is none`() {
        for text in ["", "-", ".", "e5", "1e", "1.2.3", "0x10", "1e99999999999", "--1"] {
            #expect(DecimalNumber(text) == nil)
        }
        #expect(DecimalNumber(" -1_000.50 ")?.description == "-1000.50")
        #expect(DecimalNumber("1E-8")?.description == "1E-8")
        #expect(DecimalNumber("NaN")?.compare(to: DecimalNumber(1)) == nil)
    }
}
