import ApusTemplates
import ApusValues
import Testing

/// Tags and variables: each template with what Django 5.2 makes of it and of `sampleContext`.
@Suite struct DjangoTagTests {
    @Test(arguments: [
        (
            "{% if list and yes %}a{% endif %}{% if not no %}b{% endif %}{% if no or yes and no %}c{% else %}d{% endif %}",
            "abd"
        ),
        (
            "{% if number > 41 and number <= 42 and number != 3 %}a{% endif %}{% if number == 42 %}b{% elif yes %}c{% endif %}{% if no %}{% elif yes %}d{% else %}e{% endif %}",
            "abd"
        ),
        (
            "{% if 'b' in words %}a{% endif %}{% if 'z' not in words %}b{% endif %}{% if 'key' in dictionary %}c{% endif %}{% if 'quick' in long %}d{% endif %}",
            "abcd"
        ),
        (
            "{% if none is None %}a{% endif %}{% if zero is not None %}b{% endif %}{% if missing is None %}c{% endif %}{% if missing == None %}d{% endif %}",
            "abcd"
        ),
        (
            "{% if list|length >= 3 %}a{% endif %}{% if number == '42' %}b{% else %}c{% endif %}{% if 1 == 1.0 %}d{% endif %}",
            "acd"
        ),
        (
            "{% if 'a' < 'b' %}a{% endif %}{% if 'a' < 1 %}b{% else %}c{% endif %}{% if not no == no %}d{% endif %}{% if missing.deeper %}e{% endif %}",
            "ac"
        ),
        (
            "{% if words == words and list != words %}a{% endif %}{% if nothing %}b{% endif %}{% if 0.0 %}c{% endif %}{% if '' %}d{% endif %}",
            "a"
        ),
    ])
    func `conditions hold`(template: String, expected: String) throws {
        #expect(try render(template, sampleContext) == expected)
    }

    @Test(arguments: [
        (
            "{% for x in list %}{{ forloop.counter }}{{ forloop.counter0 }}{{ forloop.revcounter }}{{ forloop.revcounter0 }}{{ forloop.first }}{{ forloop.last }};{% endfor %}",
            "1032TrueFalse;2121FalseFalse;3210FalseTrue;"
        ),
        (
            "{% for x in list reversed %}{{ x }}{% endfor %}|{% for x in nothing %}x{% empty %}none{% endfor %}|{% for x in missing %}x{% empty %}none{% endfor %}|{% for x in none %}x{% empty %}n{% endfor %}",
            "213|none|none|n"
        ),
        (
            "{% for a, b in pairs %}{{ a }}={{ b }};{% endfor %}{% for k, v in dictionary.items %}{{ k }}:{{ v }};{% endfor %}{% for k in dictionary %}{{ k }};{% endfor %}",
            "a=1;b=2;key:value;other:7;0:zero;key;other;0;"
        ),
        (
            "{% for a in pairs %}{% for b in a %}{{ forloop.parentloop.counter }}.{{ forloop.counter }}{{ b }} {% endfor %}{% endfor %}",
            "1.1a 1.21 2.1b 2.22 "
        ),
        ("{% for c in 'aé' %}[{{ c }}]{% endfor %}{{ c }}", "[a][é]"),
        (
            "{% for r in rows %}{% ifchanged r.n %}{{ r.n }}{% else %}-{% endifchanged %}{{ r.name }}{% endfor %}",
            "2x1y2z"
        ),
        ("{% for x in words %}{% ifchanged %}{{ x|length }}{% endifchanged %}{% endfor %}", "151"),
        (
            "{% for x in 'abcd' %}{% cycle 'o' text 'e' %}{% endfor %}",
            "oa &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;eo"
        ),
        (
            "{% for x in 'abcd' %}{% cycle 'o' 'e' as c silent %}{{ c }}{% if forloop.counter == 2 %}{% resetcycle c %}{% endif %}{% endfor %}",
            "oeoe"
        ),
        ("{% for x in 'ab' %}{% cycle 'r' 's' as row %}{% cycle row %}{% endfor %}", "rsrs"),
        (
            "{% regroup rows|dictsort:'n' by n as groups %}{% for g in groups %}{{ g.grouper }}:{% for r in g.list %}{{ r.name }}{% endfor %};{% endfor %}",
            "1:y;2:xz;"
        ),
        (
            "{% regroup rows by n as groups %}{% for n, l in groups %}{{ n }}{{ l|length }};{% endfor %}",
            "21;11;21;"
        ),
    ])
    func `loops go round`(template: String, expected: String) throws {
        #expect(try render(template, sampleContext) == expected)
    }

    @Test(arguments: [
        (
            "{% firstof none empty text %}|{% firstof none 'x<' %}|{% firstof none empty %}|{% firstof none no 'd' as v %}{{ v }}",
            "a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;|x<||d"
        ),
        (
            "{% with a=number b=text|upper %}{{ a }}{{ b }}{% endwith %}{{ a }}",
            "42A &lt;B&gt; &amp; &#x27;C&#x27; &quot;D&quot;"
        ),
        (
            "{% with number as n %}{{ n }}{% endwith %}{% with number=1 %}{{ number }}{% endwith %}{{ number }}",
            "42142"
        ),
        (
            "{% widthratio 175 200 100 %}|{% widthratio number 0 100 %}|{% widthratio 'x' 1 2 %}|{% widthratio 1 2 3 as w %}{{ w }}",
            "88|0||2"
        ),
        (
            "{% templatetag openblock %}{% templatetag closeblock %}{% templatetag openvariable %}{% templatetag closevariable %}{% templatetag openbrace %}{% templatetag closebrace %}{% templatetag opencomment %}{% templatetag closecomment %}",
            "{%%}{{}}{}{##}"
        ),
        (
            "{% filter upper|cut:'B' %}a{{ text }}b{% endfilter %}",
            "AA &LT;&GT; &AMP; &#X27;C&#X27; &QUOT;D&QUOT;"
        ),
        ("{% filter force_escape %}<{{ html }}>{% endfilter %}", "&lt;&lt;i&gt;x&lt;/i&gt;&gt;"),
        ("{% spaceless %} <p> <b> a </b> </p> {% endspaceless %}|", "<p><b> a </b></p>|"),
        ("{% comment 'why' %}{{ text }}{% if %}{% endcomment %}a{# b {{ c }} #}d", "ad"),
        (
            "{% verbatim %}{{ text }}{% if %}{# x #}{% endverbatim %}{% verbatim v %}{% endverbatim %}{% endverbatim v %}",
            "{{ text }}{% if %}{# x #}{% endverbatim %}"
        ),
        ("{% load humanize %}{{ 1000|intcomma }}", "1,000"),
        ("{% now 'Y' as y %}{{ y|length }}", "4"),
        ("{% lorem 3 w %}|{% lorem 1 w %}", "lorem ipsum dolor|lorem"),
    ])
    func `tags give values`(template: String, expected: String) throws {
        #expect(try render(template, sampleContext) == expected)
    }

    @Test(arguments: [
        (
            "{{ dictionary.key }}|{{ dictionary.0 }}|{{ list.0 }}|{{ list.9 }}|{{ pairs.1.0 }}|{{ text.0 }}|{{ missing }}|{{ missing.a.b }}|{{ dictionary.missing }}",
            "value|zero|3||b|a|||"
        ),
        (
            "{{ 'lit<' }}|{{ \"it's\" }}|{{ 'say \\'hi\\'' }}|{{ 42 }}|{{ -1.5 }}|{{ 1e2 }}|{{ True }}{{ False }}{{ None }}|{{ 'a'|cut:\"a\" }}",
            "lit<|it's|say 'hi'|42|-1.5|100.0|TrueFalseNone|"
        ),
        (
            "{{ _('x') }}|{{ list }}|{{ dictionary }}|{{ words }}|{{ none }}|{{ fraction }}",
            "x|[3, 1, 2]|{&#x27;key&#x27;: &#x27;value&#x27;, &#x27;other&#x27;: 7, &#x27;0&#x27;: &#x27;zero&#x27;}|[&#x27;b&#x27;, &#x27;a &lt;b&gt;&#x27;, &#x27;c&#x27;]|None|1.5"
        ),
        ("{{ day }}|{{ moment }}|{{ time }}", "Feb. 29, 2024|Dec. 31, 2024, 11:59 p.m.|7:05 a.m."),
        (
            "{{ dictionary.items|length }}|{{ dictionary.keys|join:',' }}|{{ dictionary.values|join:',' }}",
            "3|key,other,0|value,7,zero"
        ),
        (
            "a {{ text|cut:\" \" }} { b } {% if yes %}%}{% endif %} }} {{",
            "a a&lt;b&gt;&amp;&#x27;c&#x27;&quot;d&quot; { b } %} }} {{"
        ),
        ("{{ list|join:\", \"|upper|length }}", "7"),
    ])
    func `variables are looked up`(template: String, expected: String) throws {
        #expect(try render(template, sampleContext) == expected)
    }
}
