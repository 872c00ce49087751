import ApusValues
import Testing

@Suite struct PatternTests {
    /// The groups of the first match, `-` for one that took no part; nil where there is no match.
    private func groups(_ pattern: String, _ text: String) throws -> [String]? {
        try Pattern(pattern).firstMatch(in: text)?.groups.map { $0 ?? "-" }
    }

    /// Patterns and texts with what Python's `re.search` finds.
    @Test(
        arguments: [
            ("a", "cat", ["a"]), ("^b", "ab", nil), ("b$", "ab\n", ["b"]), ("b\\Z", "ab\n", nil),
            ("a|bc", "xbc", ["bc"]), ("(a)|(b)", "b", ["b", "-", "b"]), ("a*", "aaa", ["aaa"]),
            ("a*?b", "aab", ["aab"]), ("a+?", "aa", ["a"]), ("a{2}", "aaa", ["aa"]),
            ("a{2,}", "aaaa", ["aaaa"]), ("a{,2}", "aaa", ["aa"]), ("a{x}", "a{x}", ["a{x}"]),
            ("[a-c]+", "xabcd", ["abc"]), ("[^a-c]", "abcd", ["d"]), ("[]a]+", "]a", ["]a"]),
            ("[\\w-]+", "a-b c", ["a-b"]), ("\\d+", "x١٢", ["١٢"]), ("(?a)\\d", "١", nil),
            (".", "\n", nil), ("(?s).", "\n", ["\n"]), ("(?m)^b", "a\nb", ["b"]),
            ("(?i)straSSe", "STRASSE", ["STRASSE"]), ("(?i)[k]", "\u{212A}", ["\u{212A}"]),
            ("\\bcat\\b", "a cat!", ["cat"]), ("\\Bat", "cat", ["at"]),
            ("(\\w)\\1", "hello", ["ll", "l"]), ("(?P<x>a)(?P=x)", "aa", ["aa", "a"]),
            ("a(?=b)", "acab", ["a"]), ("a(?!b)", "abac", ["a"]), ("(?<=b)a", "aba", ["a"]),
            ("(?<!b)a", "ba", nil), ("(?>a+)ab", "aaab", nil), ("a++b", "aab", ["aab"]),
            ("(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "a", "bcd", ""]), ("(a*)*", "b", ["", ""]),
            ("(?:a|b)+c", "ababc", ["ababc"]), ("(?x) a b # two", "ab", ["ab"]),
            ("\\x41\\u0042\\n", "AB\n", ["AB\n"]), ("a\\.b", "a.b", ["a.b"]), ("", "x", [""]),
            ("(?i:a)b", "Ab", ["Ab"]), ("(?i:a)b", "AB", nil), ("[^\\s]+", "a b", ["a"]),
            ("^(\\d{4})-(\\d\\d)$", "2026-11", ["2026-11", "2026", "11"]),
        ] as [(String, String, [String]?)])
    func `patterns find what Python finds`(
        pattern: String, text: String, expected: [String]?
    ) throws {
        #expect(try groups(pattern, text) == expected)
    }

    @Test func `groups have names`() throws {
        let match = try Pattern("(?P<year>\\d+)-(?P<month>\\d+)").firstMatch(in: "2026-11")
        #expect(match?["month"] == "11")
        #expect(match?["day"] == nil)
        #expect(try Pattern("ÄB", ignoringCase: true).matches(in: "äb"))
    }

    @Test(
        arguments: [
            "(", ")", "[a", "a**", "*a", "a{3,2}", "\\", "(?P<1>a)", "(?P=x)", "\\2", "(?<=a+)b",
            "[b-a]", "\\q", "(?z)", "\\x4", "a{2000}", "((a{1000}){1000}){1000}",
            "(?:(?:(?:){1000}){1000}){1000}",
            String(repeating: "(", count: 1000), "(?P<x>a)(?P<x>b)",
        ])
    func `what is no pattern is refused`(text: String) {
        #expect(throws: PatternError.self) { try Pattern(text) }
    }

    @Test(arguments: ["(a+)+$", "(a|aa)+$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$"])
    func `a pattern that never ends gives up`(text: String) throws {
        let pattern = try Pattern(text)
        #expect(throws: PatternError.tooManySteps) {
            try pattern.matches(in: String(repeating: "a", count: 60) + "!")
        }
        #expect(throws: ValidationError.self) {
            try Validator.regex(text)(String(repeating: "a", count: 60) + "!")
        }
    }
}
