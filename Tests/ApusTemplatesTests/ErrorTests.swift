import ApusTemplates
import ApusValues
import Testing

@Suite struct ErrorTests {
    @Test(arguments: [
        (
            "<p>\n  {% if a %}\n",
            "main:2:3: Unclosed tag on line 2: 'if'. Looking for one of: elif, else, endif."
        ),
        ("{{ a|lowr }}", "main:1:6: Invalid filter: 'lowr'. Did you mean 'lower'?"),
        (
            "{{ }}",
            "main:1:1: Empty variable tag on line 1. Write a variable's name between '{{' and '}}'."
        ),
        (
            "x {%  %}",
            "main:1:3: Empty block tag on line 1. Write a tag's name between '{%' and '%}'."
        ),
        ("{{ a! }}", "main:1:5: Could not parse the remainder: '!' from 'a!'."),
        ("{{ _a }}", "main:1:4: Variables and attributes may not begin with underscores: '_a'"),
        (
            "é {% iff a %}{% endif %}",
            "main:1:3: Invalid block tag on line 1: 'iff'. Did you forget to register or load this tag? Did you mean 'if'?"
        ),
        (
            "{% for x in y %}{% endif %}",
            "main:1:17: Invalid block tag on line 1: 'endif', expected 'empty' or 'endfor'. Did you forget to register or load this tag? The block 'for' is open since line 1."
        ),
        ("{% if a == %}{% endif %}", "main:1:1: Unexpected end of expression in if tag."),
        ("{% if a b %}{% endif %}", "main:1:9: Unused 'b' at end of if expression."),
        ("{{ a|lower:1 }}", "main:1:6: lower requires 1 arguments, 2 provided"),
        ("{{ a|cut }}", "main:1:6: cut requires 2 arguments, 1 provided"),
        (
            "{% block a %}{% endblock %}{% block a %}{% endblock %}",
            "main:1:37: 'block' tag with name 'a' appears more than once. Give the second block another name."
        ),
        (
            "{% load humanise %}",
            "main:1:9: 'humanise' is not a registered tag library. Must be one of: humanize, i18n, l10n, static, tz. Did you mean 'humanize'?"
        ),
        (
            "{{ 3|intcomma }}",
            "main:1:6: Invalid filter: 'intcomma'. Write {% load humanize %} at the top of the template."
        ),
        (
            "{% include 'nothing.html' %}",
            "main:1:1: The template 'nothing.html' does not exist. Looked for the templates in memory."
        ),
        (
            "{% for a, b in l %}{% endfor %}",
            "main:1:1: Need 2 values to unpack in for loop; got 3."
        ),
        (
            "{% for a in n %}{% endfor %}",
            "main:1:1: {% for %} can't go through 'n': it is an Int, not a list."
        ),
        (
            "{{ l|default:nme }}{{ n|add:nme }}",
            "main:1:4: The variable 'nme' does not exist. Did you mean 'name'?"
        ),
        (
            "{% url 'a' %}",
            "main:1:1: {% url %} needs routes, and this rendering was given none (RenderEnvironment.reverseURL)."
        ),
    ])
    func `a mistake is reported with its line, column and remedy`(template: String, message: String)
    {
        let context: [String: any DynamicValueConvertible] = [
            "l": [[1, 2, 3]], "n": 1, "name": "x",
        ]
        #expect(failure(template, context) == message)
    }

    @Test func `an error carries the lines around it`() {
        let engine = Engine(loaders: [.dictionary(["p.html": "one\ntwo\n{{ a|b }}\nfour"])])
        let error = #expect(throws: TemplateError.self) { try engine.template(named: "p.html") }
        #expect(error?.kind == .syntax)
        #expect(error?.template == "p.html")
        #expect(error?.line == 3)
        #expect(error?.column == 6)
        #expect(error?.excerpt.map(\.number) == [1, 2, 3, 4])
        #expect(error?.excerpt[2].text == "{{ a|b }}")
    }

    @Test func `an error in an included template names both places`() {
        let templates = ["part.html": "\n{{ x|divisibleby:0 }}"]
        let engine = Engine(loaders: [.dictionary(templates)])
        let error = #expect(throws: TemplateError.self) {
            try engine.compile("a\n {% include 'part.html' %}", name: "main").renderString(["x": 1])
        }
        #expect(error?.description.hasPrefix("part.html:2:4: 'divisibleby' needs") == true)
        #expect(
            error?.includedFrom == [TemplateError.Place(template: "main", line: 2, column: 2)])
    }

    @Test func `a template that includes itself ends with an error`() {
        let templates = ["a.html": "{% include 'b.html' %}", "b.html": "{% include 'a.html' %}"]
        #expect(
            failure("{% include 'a.html' %}", templates: templates).contains("nested deeper than"))
        #expect(
            failure("{% extends 'c.html' %}", templates: ["c.html": "{% extends 'c.html' %}"])
                .contains("nested deeper than"))
    }

    @Test func `nesting without end is refused and not followed`() {
        let deep = String(repeating: "{% if a %}", count: 5000)
        #expect(failure(deep).contains("Blocks are nested deeper than 100."))
        let nots = "{% if " + String(repeating: "not ", count: 5000) + "a %}{% endif %}"
        #expect(failure(nots).contains("operators in each other"))
        let equals = "{% if a" + String(repeating: " == a", count: 5000) + " %}{% endif %}"
        #expect(failure(equals).contains("operators in each other"))
    }

    @Test func `a long chain of or is no tower`() throws {
        let ors = "{% if a" + String(repeating: " or a", count: 5000) + " or b %}yes{% endif %}"
        #expect(try render(ors, ["b": true]) == "yes")
    }

    @Test func `braces without an end take no time`() throws {
        let text = String(repeating: "{{", count: 100_000)
        #expect(try render(text) == text)
    }
}
