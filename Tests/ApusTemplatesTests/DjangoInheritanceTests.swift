import ApusTemplates
import Testing

/// Templates that extend and include others, with what Django 5.2 makes of them.
@Suite struct DjangoInheritanceTests {
    private static let templates = [
        "base":
            "<{% block a %}A{% endblock %}|{% block b %}B{% endblock %}>",
        "mid":
            "{% extends 'base' %}{% block a %}[{{ block.super }}{% block inner %}m{% endblock inner %}]{% endblock %}ignored",
        "part":
            "({{ number }}{{ extra }})",
        "loop":
            "{% for x in list %}{% block item %}{{ x }}{% endblock %}{% endfor %}",
        "inc":
            "{% include 'part' with extra='!' %}",
    ]

    @Test(arguments: [
        ("{% extends 'base' %}", "<A|B>"),
        (
            "{% extends 'base' %}x{% block b %}{{ text }}{% endblock %}",
            "<A|a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;>"
        ),
        ("{% extends 'mid' %}{% block inner %}{{ block.super }}i{% endblock %}", "<[Ami]|B>"),
        (
            "{% extends 'mid' %}{% block a %}{{ block.super }}{{ block.super }}{% endblock %}",
            "<[Am][Am]|B>"
        ),
        (
            "{% extends 'loop' %}{% block item %}-{{ forloop.counter }}{{ block.super }}{% endblock %}",
            "-13-21-32"
        ),
        (
            "{% include 'part' %}{% include 'part' with extra=text %}{% include 'part' with number=1 only %}",
            "(42)(42a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;)(1)"
        ),
        ("{% with name='part' %}{% include name %}{% endwith %}", "(42)"),
        ("{% include 'inc' %}{{ extra }}", "(42!)"),
        ("{% for n in list %}{% include 'part' with number=n %}{% endfor %}", "(3)(1)(2)"),
        (
            "{% extends 'base' %}{% load humanize %}{% block a %}{{ 1000|intcomma }}{% endblock %}",
            "<1,000|B>"
        ),
        (
            "{% extends missing|default:'base' %}{% block a %}{% include 'part' %}{% endblock %}",
            "<(42)|B>"
        ),
        (
            "{% block a %}x{% block c %}y{% endblock %}{% endblock %}{% block b %}z{% endblock %}",
            "xyz"
        ),
        (
            "{% extends 'base' %}{% block a %}{% autoescape off %}{{ text }}{% endautoescape %}{{ text }}{% endblock %}",
            "<a <b> & 'c' \"d\"a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;|B>"
        ),
    ])
    func `templates extend and include each other`(template: String, expected: String) throws {
        #expect(try render(template, sampleContext, templates: Self.templates) == expected)
    }
}
