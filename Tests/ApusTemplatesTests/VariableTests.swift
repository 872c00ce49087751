import ApusTemplates
import ApusValues
import FoundationEssentials
import Testing

@Suite struct VariableTests {
    @Test(arguments: [
        ("{{ text }}", "a&lt;b&gt; &amp; &quot;c&quot; &#x27;d&#x27;"),
        ("{{ text|safe }}", "a<b> & \"c\" 'd'"),
        ("{{ number }}|{{ fraction }}|{{ flag }}|{{ nothing }}", "42|1.5|True|None"),
        ("{{ list.1 }}|{{ list.7 }}", "two|"),
        ("{{ dictionary.key }}|{{ dictionary.missing }}", "value|"),
        ("{% for k, v in dictionary.items %}{{ k }}={{ v }};{% endfor %}", "key=value;other=1;"),
        ("{{ object }}|{{ object.title }}|{{ object.inner.title }}", "Thing|T|Inner"),
        ("{{ missing }}|{{ missing.deep.er }}", "|"),
        ("{{ list }}", "[&#x27;one&#x27;, &#x27;two&#x27;]"),
        ("{{ \"lit\" }}{{ 'er\\'al' }}{{ 12 }}{{ -1.50 }}", "liter'al12-1.5"),
        ("{{ True }}{{ None }}", "TrueNone"),
        ("{{ text.upper }}", "A&lt;B&gt; &amp; &quot;C&quot; &#x27;D&#x27;"),
    ])
    func `a variable prints what it holds`(template: String, expected: String) throws {
        let inner = TestObject(name: "x", members: ["title": "Inner"])
        let context: [String: any DynamicValueConvertible] = [
            "text": "a<b> & \"c\" 'd'", "number": 42, "fraction": 1.5, "flag": true,
            "nothing": String?.none, "list": ["one", "two"],
            "dictionary": DynamicDictionary(dictionaryLiteral: ("key", "value"), ("other", 1)),
            "object": TestObject(name: "Thing", members: ["title": "T", "inner": inner]),
        ]
        #expect(try render(template, context) == expected)
    }

    @Test func `what must be escaped is found at every place of a text`() throws {
        let entities = [
            "<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#x27;",
        ]
        for length in [1, 7, 8, 9, 17, 40] {
            for place in 0..<length {
                for (character, entity) in entities {
                    // The others differ from what is escaped in one bit.
                    let before = String(repeating: "#", count: place)
                    let after = String(repeating: "#%$=;:!?*,6.|^ü", count: length - place)
                    let text = before + character + after
                    #expect(try render("{{ t }}", ["t": text]) == before + entity + after)
                }
            }
        }
        #expect(
            try render("{{ t }}", ["t": "''<<&>>\"\"a"])
                == String(repeating: "&#x27;", count: 2) + "&lt;&lt;&amp;&gt;&gt;&quot;&quot;a")
    }

    @Test func `dates print in Django's English and in the zone of the rendering`() throws {
        let zone = try #require(Zone(named: "America/Chicago"))
        let context: [String: any DynamicValueConvertible] = [
            "instant": Date(timeIntervalSince1970: 1_783_180_800),
            "day": CivilDate(year: 2026, month: 9, day: 3),
            "time": TimeOfDay(hour: 0, minute: 0),
        ]
        let environment = RenderEnvironment(zone: zone)
        #expect(
            try render("{{ instant }}|{{ day }}|{{ time }}", context, environment: environment)
                == "July 4, 2026, 11 a.m.|Sept. 3, 2026|midnight")
        #expect(
            try render(
                "{{ instant|date:'Y-m-d H:i T' }}", context, environment: environment)
                == "2026-07-04 11:00 CDT")
    }

    @Test func `what stands for a missing variable can be said`() throws {
        #expect(try render("{{ a.b }}", stringIfInvalid: "[no %s]") == "[no a.b]")
        #expect(try render("{% if a %}x{% endif %}", stringIfInvalid: "no") == "")
    }

    @Test func `a member that throws is reported at its place`() {
        let object = TestObject(name: "q", failing: "author")
        #expect(
            failure("line one\n  {{ q.author.name }}", ["q": object])
                == "main:2:6: the database is away")
    }

    @Test func `an object that is HTML is not escaped`() throws {
        struct Widget: DynamicObject, DynamicValueConvertible {
            var description: String { "plain" }
            var html: String? { "<input>" }
            var dynamicValue: DynamicValue { .object(self) }
            func value(ofMember name: String) -> DynamicValue? { nil }
        }
        #expect(try render("{{ widget }}", ["widget": Widget()]) == "<input>")
    }
}
