import Testing

@testable import ApusModelSyntax

@Suite struct LexerTests {
    private func words(_ source: String) -> [String] {
        let text = SourceText(source)
        return text.tokens.dropLast().indices.map { text.text(at: $0) }
    }

    @Test func `words, numbers and symbols are cut apart`() {
        #expect(
            words("var votes: Int = -1_000 + 0.5e-3")
                == ["var", "votes", ":", "Int", "=", "-", "1_000", "+", "0.5e-3"])
    }

    @Test func `a range is two numbers with an operator between`() {
        #expect(words("0..<5") == ["0", ".", ".", "<", "5"])
    }

    @Test func `comments fall away, nested ones whole`() {
        #expect(words("a // b\nc /* d /* e */ f */ g") == ["a", "c", "g"])
    }

    @Test func `a comment without end takes the rest`() {
        #expect(words("a /* b /* c */ d") == ["a"])
    }

    @Test(
        arguments: [
            #""plain""#, #""a \" b""#, #""\\""#, ##"#"raw " quote"#"##, ##"#"""#"##,
            "\"\"\"\nline \" and \"\" quotes\n\"\"\"", ##"#"\#(a + "b")"#"##,
            #""\(f("\(g(")"))"))""#, #""\(a /* ) */ + b)""#, "#\"\"\"\n\"\"\" \n\"\"\"#",
        ])
    func `a string literal is one token`(literal: String) {
        let text = SourceText("\(literal) end")
        #expect(text.tokens.map(\.kind) == [.string, .identifier, .end])
        #expect(text.text(at: 0) == literal)
    }

    @Test(arguments: [#""abc"#, "\"abc\ndef", #""\(a"#, "\"\"\"\nabc\"\"", "\"\\\n\"", "`abc"])
    func `a string literal without end says so`(literal: String) {
        let text = SourceText(literal)
        #expect(text.tokens.first?.kind == .unterminated)
        #expect(!text.isBalanced)
    }

    @Test func `a regular expression hides its quotes and brackets`() {
        #expect(words(#"= /ab"(c/ x"#) == ["=", #"/ab"(c/"#, "x"])
        #expect(words(#"= #/a/"b/# x"#) == ["=", #"#/a/"b/#"#, "x"])
        #expect(words("a / b / c") == ["a", "/", "b", "/", "c"])
    }

    @Test func `a regular expression ends on its line unless a line break follows its pound signs`()
    {
        #expect(words("= /a\\\n/ b") == ["=", "/", "a", "\\", "/", "b"])
        #expect(words("= #/ \n a ( \n /# b") == ["=", "#/ \n a ( \n /#", "b"])
        #expect(!SourceText("= #/ a \n /#").isBalanced)
        #expect(!SourceText("= #/ \n a").isBalanced)
    }

    @Test func `names in backticks keep them`() {
        #expect(words("var `default`: Int") == ["var", "`default`", ":", "Int"])
        #expect("`default`".withoutBackticks == "default")
    }

    @Test func `names may have any letters`() {
        #expect(words("größe 名前") == ["größe", "名前"])
    }

    @Test func `tokens know whether they start a line`() {
        #expect(
            SourceText("a b\n/* \n */ c").tokens.map(\.startsLine) == [true, false, true, false])
    }

    @Test func `conditions are told from other pound signs`() {
        let kinds = SourceText("#if #line #endif").tokens.map(\.kind)
        #expect(kinds == [.condition, .symbol(Byte.pound), .identifier, .condition, .end])
    }

    @Test(arguments: ["(a]", "{", ")", "([)]"])
    func `unbalanced brackets are seen`(source: String) {
        #expect(!SourceText(source).isBalanced)
    }
}
