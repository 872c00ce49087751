import ApusTemplates
import ApusValues
import Testing

@Suite struct EngineTests {
    @Test func `a page extends another, loops and escapes`() throws {
        let engine = Engine(loaders: [
            .dictionary([
                "base.html":
                    "<h1>{% block title %}Site{% endblock %}</h1>{% block body %}{% endblock %}",
                "page.html": """
                {% extends "base.html" %}{% block title %}{{ block.super }}: {{ title }}{% endblock %}\
                {% block body %}{% for row in rows %}{{ forloop.counter }}.{{ row.name|upper }} \
                {% empty %}none{% endfor %}{% endblock %}
                """,
            ])
        ])
        let rows: [DynamicDictionary] = [["name": "a<b"], ["name": "c"]]
        let text = try engine.template(named: "page.html")
            .renderString(["title": "Q & A", "rows": rows])
        #expect(text == "<h1>Site: Q &amp; A</h1>1.A&lt;B 2.C ")
    }

    @Test func `an unknown tag says where it is and which was meant`() throws {
        let engine = Engine(loaders: [.dictionary(["page.html": "<p>\n  {% fro x in y %}"])])
        let error = #expect(throws: TemplateError.self) { try engine.template(named: "page.html") }
        #expect(
            error?.description
                == "page.html:2:3: Invalid block tag on line 2: 'fro'. "
                + "Did you forget to register or load this tag? Did you mean 'for'?")
    }
}
