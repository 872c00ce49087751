import ApusValues
import FoundationEssentials
import Testing

@Suite struct ValidatorTests {
    /// Whether a validator takes a value.
    private func takes<Value>(_ validator: Validator<Value>, _ value: Value) -> Bool {
        (try? validator(value)) != nil
    }

    private func message<Value>(_ validator: Validator<Value>, _ value: Value) -> String? {
        do {
            try validator(value)
            return nil
        } catch {
            return (error as? ValidationError)?.messages.joined(separator: "; ")
        }
    }

    @Test(
        arguments: [
            ("a@b.co", true), ("\"a b\"@b.co", false), ("\"a\\ b\"@b.co", true), ("a@b", false),
            ("a@localhost", true), ("a@[::1]", true), ("a@[::1", false), ("a@[1.2.3.256]", false),
            ("a..b@c.de", false), ("@b.co", false), ("a@b.co.", false), ("a@-b.co", false),
            ("a@b_c.de", false), ("a@\u{1F600}.de", false), ("ſ@b.co", true), ("é@b.co", false),
            ("a@b.c1", false), ("a@xn--a.xn--p1ai", true), ("a@b.co\n", false),
            (String(repeating: "a", count: 316) + "@b.co", false),
        ])
    func `e-mail addresses`(text: String, isValid: Bool) {
        #expect(takes(.email, text) == isValid)
    }

    @Test func `hosts that need no dot are named`() {
        #expect(takes(.email(allowing: ["intra"]), "a@intra"))
        #expect(!takes(.email(allowing: ["intra"]), "a@localhost"))
    }

    @Test(
        arguments: [
            ("http://a.co", true), ("http://a.co.", true), ("http://a.co..", false),
            ("ftp://u:p@a.co:21/x y", false), ("http://u:p:q@a.co", false),
            ("http://a.co?x@y.de", true), ("http://a.co:123456", false), ("http://a.co:", false),
            ("http://[::1]:80", true), ("http://[::1%25eth0]", false), ("http://[1.2.3.4]", false),
            ("http://[a]@a.co", false), ("http://256.1.1.1", false), ("http://localhost", true),
            ("http://LOCALHOST:8000/?q", true), ("mailto:a@b.co", false), ("http:/a.co", false),
            ("http://a\u{2100}b.co", false), ("http://a.co/\u{A0}", false), ("http://a.co/é", true),
            ("http://a.co/\u{1F600}", true), ("http://a.b_c.de", false), ("://a.co", false),
            ("http://" + String(repeating: "a.", count: 127) + "co", false),
            ("http://a.co/" + String(repeating: "a", count: 2048), false),
        ])
    func `URLs`(text: String, isValid: Bool) {
        #expect(takes(.url, text) == isValid)
    }

    @Test func `URLs of other schemes are taken where they are named`() {
        #expect(takes(.url(schemes: ["git+ssh"]), "git+ssh://a.co/x.git"))
        #expect(!takes(.url(schemes: ["git+ssh"]), "http://a.co"))
    }

    @Test(
        arguments: [
            ("1.2.3.4", true), ("01.2.3.4", false), ("1.2.3", false), ("1.2.3.4.5", false),
            ("1.2.3.256", false), ("1.2.3.", false), ("::1", true), ("::", true), (":::", false),
            ("1::2::3", false), ("1:2:3:4:5:6:7:8", true), ("1:2:3:4:5:6:7", false),
            ("1:2:3:4:5:6:7:8:9", false), ("::2:3:4:5:6:7:8", true), ("1:2:3:4:5:6:7::", true),
            ("1::2:3:4:5:6:7:8", false), (":1:2:3:4:5:6:7", false), ("::ffff:1.2.3.4", true),
            ("1.2.3.4::", false), ("fe80::1%", false), ("fe80::1%eth0", true), ("12345::", false),
            ("0000:0000:0000:0000:0000:ffff:192.168.1.22", false), ("g::", false),
        ])
    func `internet addresses`(text: String, isValid: Bool) {
        #expect(takes(.ipAddress, text) == isValid)
        #expect((InternetAddress.isIPv4(text) || InternetAddress.isIPv6(text)) == isValid)
    }

    @Test(
        arguments: [
            ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("0:0:1::", "0:0:1::"), ("::", "::"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("::ffff:0102:0304", "::ffff:1.2.3.4"),
            ("1:2:3:0:5:6:7:8", "1:2:3:0:5:6:7:8"), ("127.0.0.1", "127.0.0.1"),
            ("fe80::1%eth0", "fe80::1%eth0"),
        ])
    func `internet addresses have one spelling`(text: String, spelling: String) {
        #expect(InternetAddress.canonical(text) == spelling)
    }

    @Test func `slugs, integers and lists of them`() {
        #expect(takes(.slug, "a-B_9"))
        #expect(!takes(.slug, "é"))
        #expect(takes(.unicodeSlug, "é-你_9²"))
        #expect(!takes(.unicodeSlug, "a b"))
        #expect(takes(.integer, "-١٢"))
        #expect(!takes(.integer, "-"))
        #expect(takes(.commaSeparatedIntegers, "1,2,3"))
        #expect(!takes(.commaSeparatedIntegers, "1,,3"))
        #expect(message(.commaSeparatedIntegers, "-1") == "Enter only digits separated by commas.")
        #expect(takes(.integerList(separator: "; ", allowNegative: true), "1; -2"))
    }

    @Test func `domain names`() {
        #expect(takes(.domainName, "例子.测试"))
        #expect(takes(.domainName, "a.co."))
        #expect(!takes(.domainName, "a"))
        #expect(!takes(.domainName, "a..co"))
        #expect(takes(.domainName(acceptIDNA: false), "a.c0"))
        #expect(!takes(.domainName(acceptIDNA: false), "ä.com"))
    }

    @Test func `limits have Django's words`() {
        #expect(
            message(.minValue(3), 2) == "Ensure this value is greater than or equal to 3.")
        #expect(message(.maxValue(2.5), 3) == "Ensure this value is less than or equal to 2.5.")
        #expect(message(.minValue { 3 }, 3) == nil)
        #expect(
            message(.minLength(2), "é")
                == "Ensure this value has at least 2 characters (it has 1).")
        #expect(
            message(.maxLength(1), "e\u{301}")
                == "Ensure this value has at most 1 character (it has 2).")
        #expect(message(.step(3), 7) == "Ensure this value is a multiple of step size 3.")
        #expect(message(.step(0.1), 0.3) == nil)
        #expect(
            message(.step(3, from: 1), 3)
                == "Ensure this value is a multiple of step size 3, starting from 1, e.g. 1, 4, 7, "
                + "and so on.")
        #expect(message(Validator<Decimal>.step(Decimal(string: "0.01")!), 1) == nil)
        #expect(message(Validator<Int>.step(0), 7) == nil)
    }

    @Test func `steps are counted without leaving the type`() {
        #expect(
            message(Validator<UInt32>.step(5, from: 2), 0)
                == "Ensure this value is a multiple of step size 5, starting from 2, e.g. 2, 7, "
                + "12, and so on.")
        #expect(message(Validator<UInt32>.step(5, from: 7), 2) == nil)
        #expect(message(Validator<Int>.step(5, from: 2), .min) == nil)
        #expect(message(Validator<Int>.step(5, from: 2), -3) == nil)
        #expect(message(Validator<Int>.step(5, from: 2), -2) != nil)
        #expect(message(Validator<Int>.step(-1), .min) == nil)
        #expect(message(Validator<Int>.step(.min, from: -1), .max) == nil)
        #expect(
            message(Validator<Int8>.step(100, from: 20), 0)
                == "Ensure this value is a multiple of step size 100, starting from 20, e.g. 20, "
                + "120, and so on.")
    }

    @Test func `decimals have digits and places`() throws {
        let validator = Validator<DecimalNumber>.decimal(digits: 4, places: 2)
        func check(_ text: String) throws -> String? {
            message(validator, try #require(DecimalNumber(text)))
        }
        #expect(try check("12.34") == nil)
        #expect(try check("0.001") == "Ensure that there are no more than 2 decimal places.")
        #expect(
            try check("123.4")
                == "Ensure that there are no more than 2 digits before the decimal point.")
        #expect(try check("1E4") == "Ensure that there are no more than 4 digits in total.")
        #expect(try check("NaN") == "Enter a number.")
    }

    @Test func `files have extensions`() {
        let validator = Validator<String>.fileExtension(["TXT", "pdf"])
        #expect(takes(validator, "a/b.c/file.Txt"))
        #expect(
            message(validator, "file.exe")
                == "File extension “exe” is not allowed. Allowed extensions are: txt, pdf.")
        #expect(!takes(validator, ".txt"))
        #expect(!takes(validator, "txt."))
        #expect(takes(.noNullCharacters, "a"))
        #expect(message(.noNullCharacters, "a\0") == "Null characters are not allowed.")
    }

    @Test func `a rule may have words of one's own`() {
        let validator = Validator<Int>.minValue(3).saying(
            "At least %(limit_value)s, not %(show_value)s.", code: "few")
        #expect(
            throws: ValidationError(
                "At least 3, not 2.", code: "few",
                parameters: ["limit_value": "3", "show_value": "2", "value": "2"])
        ) { try validator(2) }
    }
}
