import ApusTemplates
import ApusValues
import FoundationEssentials
import Testing

@Suite struct FilterTests {
    @Test(arguments: [
        ("{{ 'I\\'m'|addslashes }}", "I\\'m"),
        ("{{ 'abc def'|capfirst }}", "Abc def"),
        ("{{ 'ab'|center:5 }}|{{ 'ab'|ljust:4 }}|{{ 'ab'|rjust:4 }}|", " ab  |ab  |  ab|"),
        ("{{ 'a b c'|cut:' ' }}", "abc"),
        ("{{ ''|default:'d' }}{{ none|default_if_none:'n' }}", "dn"),
        ("{{ rows|dictsort:'n'|join:',' }}", "{&#x27;n&#x27;: 1},{&#x27;n&#x27;: 2}"),
        ("{{ rows|dictsortreversed:'n'|first }}", "{&#x27;n&#x27;: 2}"),
        ("{{ 21|divisibleby:7 }}{{ 22|divisibleby:7 }}", "TrueFalse"),
        ("{{ tag|escape }}{{ tag|force_escape }}{{ tag|safe }}", "&lt;b&gt;&lt;b&gt;<b>"),
        ("{{ quote|escapejs }}", "\\u0027\\u003Cx\\u003E"),
        ("{{ 13|filesizeformat }} {{ 123456789|filesizeformat }}", "13\u{A0}bytes 117.7\u{A0}MB"),
        ("{{ list|first }}{{ list|last }}{{ list|length }}{{ 'é'|length }}", "3231"),
        (
            "{{ 34.26|floatformat }} {{ 34.0|floatformat }} {{ 34.255|floatformat:2 }}",
            "34.3 34 34.26"
        ),
        ("{{ 34.0|floatformat:-2 }} {{ 6666.6666|floatformat:'2g' }}", "34 6,666.67"),
        ("{{ 123456|get_digit:2 }}{{ 'x'|get_digit:1 }}", "5x"),
        ("{{ '?t=I ♥ Django'|iriencode }}", "?t=I%20%E2%99%A5%20Django"),
        ("{{ list|join:' & ' }}", "3 & 1 & 2"),
        (
            "{{ dictionary|json_script:'d' }}",
            "<script id=\"d\" type=\"application/json\">{\"k\": \"\\u003C/script\\u003E\"}</script>"
        ),
        ("{{ lines|linebreaks }}", "<p>a &amp; b<br>c</p>\n\n<p>d</p>"),
        ("{{ lines|linebreaksbr }}", "a &amp; b<br>c<br><br>d"),
        ("{{ lines|linenumbers }}", "1. a &amp; b\n2. c\r\n3. \r\n4. d"),
        ("{{ 'ÀB'|lower }}{{ 'straße'|upper }}", "àbSTRASSE"),
        ("{{ 120|make_list|join:'-' }}", "1-2-0"),
        ("{{ '800-COLLECT'|phone2numeric }}", "800-2655328"),
        (
            "{{ 1|pluralize }}{{ 2|pluralize }}{{ 2|pluralize:'y,ies' }}{{ 1|pluralize:'es' }}",
            "sies"
        ),
        ("{{ list|slice:':2' }}{{ 'abcd'|slice:'-2:' }}{{ 'abc'|slice:'::-1' }}", "[3, 1]cdcba"),
        ("{{ ' Joël & _Co_ -- x '|slugify }}", "joel-_co_-x"),
        ("{{ 3.14159|stringformat:'.2f' }}{{ 7|stringformat:'03d' }}", "3.14007"),
        ("{{ '<b>x</b> <!-- c -->y &amp; z'|striptags }}", "x y &amp; z"),
        ("{{ 'my first post, isn\\'t it 1st'|title }}", "My First Post, Isn't It 1st"),
        ("{{ 'Joel is a slug'|truncatechars:7 }}|{{ 'abc'|truncatechars:3 }}", "Joel i…|abc"),
        ("{{ 'a b  c d'|truncatewords:2 }}", "a b …"),
        ("{{ '<p>ab <b>cd</b></p>'|truncatechars_html:4 }}", "<p>ab <b>…</b></p>"),
        ("{{ '<p>a <b>b c</b> d</p>'|truncatewords_html:2 }}", "<p>a <b>b …</b></p>"),
        (
            "{{ nested|unordered_list }}",
            "\t<li>a\n\t<ul>\n\t\t<li>b</li>\n\t</ul>\n\t</li>\n\t<li>&lt;</li>"
        ),
        ("{{ 'a/b c?'|urlencode }}{{ 'a/b'|urlencode:'' }}", "a/b%20c%3Fa%2Fb"),
        (
            "{{ text|urlize }}",
            "see <a href=\"https://example.com/?a=1&amp;b=\" rel=\"nofollow\">https://example.com/?a=1&amp;b</a>, &lt;x&gt;"
        ),
        (
            "{{ text|urlizetrunc:9 }}",
            "see <a href=\"https://example.com/?a=1&amp;b=\" rel=\"nofollow\">https://…</a>, &lt;x&gt;"
        ),
        ("{{ 'a bc  d'|wordcount }}", "3"),
        ("{{ 'one two three'|wordwrap:7 }}", "one two\nthree"),
        (
            "{{ yes|yesno:'y,n,m' }}{{ none|yesno:'y,n,m' }}{{ none|yesno:'y,n' }}{{ 0|yesno }}",
            "ymnno"
        ),
        ("{{ 4|add:'3' }}{{ 'a'|add:'b' }}{{ list|add:list|length }}", "7ab6"),
        ("{{ day|date:'l jS F Y' }} {{ time|time:'H:i' }}", "Thursday 29th February 2024 07:05"),
        ("{{ day|date:'D, d M y z t L W' }}", "Thu, 29 Feb 24 60 29 True 9"),
        ("{{ tags|safeseq|join:'' }}{{ tags|escapeseq|join:'' }}", "<i>&lt;i&gt;"),
    ])
    func `a filter does what its name says`(template: String, expected: String) throws {
        let context: [String: any DynamicValueConvertible] = [
            "none": String?.none, "yes": true, "tag": "<b>", "quote": "'<x>",
            "rows": [["n": 2], ["n": 1]] as [DynamicDictionary], "list": [3, 1, 2],
            "dictionary": DynamicDictionary(dictionaryLiteral: ("k", "</script>")),
            "lines": "a & b\nc\r\n\r\nd", "tags": ["<i>"],
            "nested": DynamicValue.list([
                .string("a"), .list([.string("b")]), .string("<"),
            ]),
            "text": "see https://example.com/?a=1&b, <x>",
            "day": CivilDate(year: 2024, month: 2, day: 29),
            "time": TimeOfDay(hour: 7, minute: 5),
        ]
        #expect(try render(template, context) == expected)
    }

    @Test func `the time between two moments is told in words`() throws {
        let environment = RenderEnvironment(now: { Date(timeIntervalSince1970: 1_000_000_000) })
        let context = [
            "past": Date(timeIntervalSince1970: 1_000_000_000 - 100_000),
            "future": Date(timeIntervalSince1970: 1_000_000_000 + 7200),
        ]
        #expect(
            try render("{{ past|timesince }}", context, environment: environment)
                == "1\u{A0}day, 3\u{A0}hours")
        #expect(
            try render("{{ future|timeuntil }}", context, environment: environment)
                == "2\u{A0}hours")
        #expect(
            try render(
                "{% load humanize %}{{ past|naturalday }}|{{ future|naturaltime }}", context,
                environment: environment) == "Sept. 7, 2001|2\u{A0}hours from now")
    }

    @Test func `text that was made to cost time is refused`() {
        let text = String(repeating: "<a", count: 600)
        #expect(failure("{{ x|striptags }}", ["x": text + ">"]).contains("made to cost time"))
    }
}

/// What fuzzing found in filters.
@Suite struct FilterBoundsTests {
    @Test func `texts joined letter by letter again and again end in an error`() {
        let joins = String(repeating: "|join:'0123456789'", count: 12)
        #expect(
            failure("{{ 'abcdefghij'\(joins) }}").contains(
                "join makes a text of 15944060 bytes: more than 4194304."))
    }

    @Test func `a filter that makes its value longer each time ends in an error`() {
        let doubled = (0..<30).reduce("{{ text }}") { body, _ in
            "{% with text=text|add:text %}\(body){% endwith %}"
        }
        #expect(
            failure(doubled, ["text": "abc"]).contains(
                "'add' makes a value of more than 4 MiB: shorten what it is given."))
    }

    @Test func `a filter keeps a text that was large before`() throws {
        let text = String(repeating: "a", count: 5 << 20)
        #expect(try render("{{ text|lower|safe }}", ["text": text]).utf8.count == text.utf8.count)
    }

    @Test(arguments: ["center", "ljust", "rjust", "wordwrap"])
    func `a width without measure is cut down`(filter: String) throws {
        let text = try render("{{ 'a'|\(filter):999999999999 }}")
        #expect(text.utf8.count == (filter == "wordwrap" ? 1 : 1_000_000))
    }

    @Test(
        arguments: [
            (
                "{{ 'abc'|slice:'9223372036854775807:-9223372036854775808:-9223372036854775807' }}",
                ""
            ),
            ("{{ 'abc'|slice:'-9223372036854775808::9223372036854775807' }}", "a"),
            ("{{ 'abc'|truncatechars:9223372036854775807 }}", "abc"),
            ("{{ 9223372036854775807|add:9223372036854775807 }}", "18446744073709551614"),
            ("{{ 1.5|floatformat:9223372036854775807 }}", "1.5"),
            ("{{ 123|get_digit:9223372036854775807 }}", "0"),
            ("{{ 5|stringformat:'99999d' }}", ""),
            ("{{ 'a b'|truncatewords:-9223372036854775808 }}{{ 1 }}", "1"),
            ("{{ 9223372036854775807|filesizeformat }}", "8192.0\u{A0}PB"),
            ("{% widthratio 9223372036854775807 1 9223372036854775807 %}", ""),
            ("{{ 7|divisibleby:0 }}", ""),
        ])
    func `numbers at the end of their range trap nowhere`(template: String, expected: String) {
        let text = failure(template)
        if !expected.isEmpty { #expect(text == "rendered: " + expected) }
    }
}
