import ApusTemplates
import ApusValues
import Testing

/// Filters: each template with what Django 5.2 makes of it and of `sampleContext`; links without a
/// scheme are https, as Django 6 makes them.
@Suite struct DjangoFilterTests {
    @Test(arguments: [
        ("{{ text|addslashes }}", "a &lt;b&gt; &amp; \\&#x27;c\\&#x27; \\&quot;d\\&quot;"),
        ("{{ html|addslashes }}", "<i>x</i>"),
        ("{{ empty|capfirst }}|{{ 'éa'|capfirst }}|{{ number|capfirst }}", "|Éa|42"),
        (
            "{{ 'abc'|center:2 }}|{{ 'abc'|center:'6' }}|{{ text|center:20 }}|",
            "abc| abc  |  a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;   |"
        ),
        (
            "{{ text|cut:'b' }}|{{ html|cut:'i' }}|{{ html|cut:';' }}",
            "a &lt;&gt; &amp; &#x27;c&#x27; &quot;d&quot;|<>x</>|&lt;i&gt;x&lt;/i&gt;"
        ),
        ("{{ 'ABÇ É'|lower }}|{{ html|lower }}|{{ number|lower }}", "abç é|<i>x</i>|42"),
        (
            "{{ text|upper }}|{{ html|upper }}|{{ 'éß'|upper }}",
            "A &lt;B&gt; &amp; &#x27;C&#x27; &quot;D&quot;|&lt;I&gt;X&lt;/I&gt;|ÉSS"
        ),
        (
            "{{ text|title }}|{{ \"don't SHOUT 3rd\"|title }}|{{ 'a-b_c.d'|title }}",
            "A &lt;B&gt; &amp; &#x27;C&#x27; &quot;D&quot;|Don't Shout 3rd|A-B_C.D"
        ),
        (
            "{{ text|slugify }}|{{ 'Été à  Nîmes -- 2'|slugify }}|{{ '_-x-_'|slugify }}",
            "a-b-c-d|ete-a-nimes-2|x"
        ),
        (
            "{{ 'abc'|make_list }}|{{ number|make_list }}",
            "[&#x27;a&#x27;, &#x27;b&#x27;, &#x27;c&#x27;]|[&#x27;4&#x27;, &#x27;2&#x27;]"
        ),
        ("{{ '1-800-Django!'|phone2numeric }}", "1-800-352646!"),
        (
            "{{ long|truncatechars:8 }}|{{ long|truncatechars:1 }}|{{ long|truncatechars:0 }}|{{ long|truncatechars:'x' }}|{{ long|truncatechars:99 }}",
            "The qui…|…||The quick brown fox jumps|The quick brown fox jumps"
        ),
        (
            "{{ long|truncatewords:2 }}|{{ long|truncatewords:0 }}|{{ long|truncatewords:5 }}|{{ long|truncatewords:'x' }}",
            "The quick …||The quick brown fox jumps|The quick brown fox jumps"
        ),
        (
            "{{ '<p>one <b>two &amp; three</b> four</p>'|truncatewords_html:2 }}",
            "<p>one <b>two …</b></p>"
        ),
        (
            "{{ '<p>one <b>two &amp; three</b> four</p>'|truncatechars_html:9 }}",
            "<p>one <b>two …</b></p>"
        ),
        ("{{ 'a <br/>b <img src=\"x\"> c'|truncatewords_html:2 }}", "a <br/>b <img src=\"x\"> …"),
        ("{{ long|wordwrap:9 }}", "The quick\nbrown fox\njumps"),
        ("{{ lines|wordwrap:3 }}", "one\ntwo\n\nthree"),
        ("{{ long|wordcount }}|{{ empty|wordcount }}|{{ ' a\\tb '|wordcount }}", "5|0|1"),
        ("{{ text|linebreaks }}", "<p>a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;</p>"),
        ("{{ lines|linebreaks }}", "<p>one<br>two</p>\n\n<p>three</p>"),
        ("{{ lines|linebreaksbr }}", "one<br>two<br><br>three"),
        ("{{ text|linenumbers }}", "1. a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;"),
    ])
    func `texts are changed`(template: String, expected: String) throws {
        #expect(try render(template, sampleContext) == expected)
    }

    @Test(arguments: [
        (
            "{{ text }}|{{ html }}|{{ text|safe }}|{{ html|escape }}|{{ html|force_escape }}",
            "a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;|<i>x</i>|a <b> & 'c' \"d\"|<i>x</i>|&lt;i&gt;x&lt;/i&gt;"
        ),
        (
            "{{ text|escape|escape }}|{{ text|force_escape|force_escape }}|{{ text|safe|escape }}",
            "a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;|a &amp;lt;b&amp;gt; &amp;amp; &amp;#x27;c&amp;#x27; &amp;quot;d&amp;quot;|a <b> & 'c' \"d\""
        ),
        ("{{ text|escapejs }}", "a \\u003Cb\\u003E \\u0026 \\u0027c\\u0027 \\u0022d\\u0022"),
        ("{{ 'a\\b\n-;<>&='|escapejs }}", "{{ 'a\\b\n-;<>&='|escapejs }}"),
        ("{{ html|striptags }}|{{ '<p>a <b>b</b></p> 1 < 2'|striptags }}", "x|a b 1 < 2"),
        (
            "{{ words|safeseq|join:' ' }}|{{ words|join:' <> ' }}|{{ words|escapeseq|join:'' }}",
            "b a <b> c|b <> a &lt;b&gt; <> c|ba &lt;b&gt;c"
        ),
        (
            "{% autoescape off %}{{ text }}{{ words|join:'<>' }}{{ text|force_escape }}{% endautoescape %}",
            "a <b> & 'c' \"d\"b<>a <b><>ca &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;"
        ),
        (
            "{% autoescape off %}{% autoescape on %}{{ text }}{% endautoescape %}{{ text|escape }}{% endautoescape %}",
            "a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;"
        ),
        (
            "{{ text|urlencode }}|{{ 'https://a.b/c?d=e&f'|urlencode }}|{{ 'a/b'|urlencode:'' }}",
            "a%20%3Cb%3E%20%26%20%27c%27%20%22d%22|https%3A//a.b/c%3Fd%3De%26f|a%2Fb"
        ),
        ("{{ 'http://a.b/é?x=1&y=[2]'|iriencode }}", "http://a.b/%C3%A9?x=1&y=[2]"),
        (
            "{{ dictionary|json_script:'data' }}",
            "<script id=\"data\" type=\"application/json\">{\"key\": \"value\", \"other\": 7, \"0\": \"zero\"}</script>"
        ),
        (
            "{{ text|json_script }}",
            "<script type=\"application/json\">\"a \\u003Cb\\u003E \\u0026 'c' \\\"d\\\"\"</script>"
        ),
    ])
    func `texts are escaped once, where and as often as Django does`(
        template: String, expected: String
    ) throws {
        #expect(try render(template, sampleContext) == expected)
    }

    @Test(arguments: [
        (
            "{{ 'Visit www.example.com, or http://a.b/c_(d).'|urlize }}",
            "Visit <a href=\"https://www.example.com\" rel=\"nofollow\">www.example.com</a>, or <a href=\"http://a.b/c_(d)\" rel=\"nofollow\">http://a.b/c_(d)</a>."
        ),
        (
            "{{ 'mail me@example.com'|urlize }}",
            "mail <a href=\"mailto:me@example.com\">me@example.com</a>"
        ),
        (
            "{{ 'https://example.com/long/path'|urlizetrunc:12 }}",
            "<a href=\"https://example.com/long/path\" rel=\"nofollow\">https://exa…</a>"
        ),
        (
            "{{ '<b>example.org</b>'|urlize }}",
            "<b><a href=\"https://example.org\" rel=\"nofollow\">example.org</a></b>"
        ),
        ("{{ 'no.link.here x'|urlize }}", "no.link.here x"),
    ])
    func `links are found in texts, and are https where they say nothing`(
        template: String, expected: String
    ) throws {
        #expect(try render(template, sampleContext) == expected)
    }

    @Test(arguments: [
        (
            "{{ none|default:'d' }}|{{ zero|default:'d' }}|{{ empty|default:text }}|{{ missing|default:'d' }}|{{ no|default:'d' }}",
            "d|d|a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;|d|d"
        ),
        (
            "{{ none|default_if_none:'d' }}|{{ zero|default_if_none:'d' }}|{{ empty|default_if_none:'d' }}|",
            "d|0||"
        ),
        (
            "{{ yes|yesno }}|{{ no|yesno }}|{{ none|yesno }}|{{ none|yesno:'a,b' }}|{{ none|yesno:'a,b,c' }}|{{ yes|yesno:'a' }}|{{ list|yesno:'has,none' }}",
            "yes|no|maybe|b|c|True|has"
        ),
        (
            "{{ 0|pluralize }}|{{ 1|pluralize }}|{{ '1'|pluralize }}|{{ '2'|pluralize }}|{{ list|pluralize }}|{{ nothing|pluralize:'y,ies' }}|{{ 1|pluralize:'a,b,c' }}|{{ 'x'|pluralize }}",
            "s|||s|s|ies||"
        ),
        ("{{ 1.5|pluralize }}|{{ 1|pluralize:'y,ies' }}", "s|y"),
        ("{{ number|divisibleby:7 }}|{{ number|divisibleby:'5' }}", "True|False"),
    ])
    func `values decide`(template: String, expected: String) throws {
        #expect(try render(template, sampleContext) == expected)
    }

    @Test(arguments: [
        (
            "{{ list|first }}|{{ nothing|first }}|{{ 'abc'|first }}|{{ list|last }}|{{ 'abc'|last }}|{{ nothing|last }}",
            "3||a|2|c|"
        ),
        (
            "{{ list|length }}|{{ 'aé'|length }}|{{ number|length }}|{{ dictionary|length }}|{{ missing|length }}",
            "3|2|0|3|0"
        ),
        (
            "{{ list|join:'-' }}|{{ 'abc'|join:'-' }}|{{ number|join:'-' }}|{{ words|join:html }}",
            "3-1-2|a-b-c|42|b<i>x</i>a &lt;b&gt;<i>x</i>c"
        ),
        (
            "{{ list|slice:'1' }}|{{ list|slice:'1:' }}|{{ list|slice:':-1' }}|{{ list|slice:'::2' }}|{{ list|slice:'x' }}|{{ 'abcdef'|slice:'1:5:2' }}|{{ 'abc'|slice:'5:' }}|",
            "[3]|[1, 2]|[3, 1]|[3, 2]|[3, 1, 2]|bd||"
        ),
        (
            "{{ rows|dictsort:'n'|join:';'|safe }}",
            "{&#x27;n&#x27;: 1, &#x27;name&#x27;: &#x27;y&#x27;};{&#x27;n&#x27;: 2, &#x27;name&#x27;: &#x27;x&#x27;};{&#x27;n&#x27;: 2, &#x27;name&#x27;: &#x27;z&#x27;}"
        ),
        (
            "{{ rows|dictsortreversed:'n'|join:';'|safe }}",
            "{&#x27;n&#x27;: 2, &#x27;name&#x27;: &#x27;x&#x27;};{&#x27;n&#x27;: 2, &#x27;name&#x27;: &#x27;z&#x27;};{&#x27;n&#x27;: 1, &#x27;name&#x27;: &#x27;y&#x27;}"
        ),
        (
            "{% for r in rows|dictsort:'name' %}{{ r.name }}{% endfor %}|{{ rows|dictsort:'nope' }}|{{ number|dictsort:'n' }}",
            "xyz||"
        ),
        (
            "{% for p in pairs|dictsort:1 %}{{ p.0 }}{% endfor %}|{% for p in pairs|dictsortreversed:0 %}{{ p.0 }}{% endfor %}",
            "ab|ba"
        ),
        ("{{ words|unordered_list }}", "\t<li>b</li>\n\t<li>a &lt;b&gt;</li>\n\t<li>c</li>"),
        (
            "{% for d in dictionary.items %}{{ d.0 }}={{ d.1 }};{% endfor %}",
            "key=value;other=7;0=zero;"
        ),
    ])
    func `lists are cut, joined and sorted`(template: String, expected: String) throws {
        #expect(try render(template, sampleContext) == expected)
    }

    @Test(arguments: [
        (
            "{{ 4|add:2 }}|{{ '4'|add:'2' }}|{{ 'a'|add:'b' }}|{{ list|add:list }}|{{ number|add:'x' }}|{{ 'x'|add:number }}|{{ fraction|add:1 }}|{{ 4|add:-9 }}",
            "6|6|ab|[3, 1, 2, 3, 1, 2]|||2|-5"
        ),
        (
            "{{ 34.23234|floatformat }}|{{ 34.00000|floatformat }}|{{ 34.26000|floatformat }}|{{ '34.5'|floatformat }}|{{ 'x'|floatformat }}|{{ none|floatformat }}|{{ yes|floatformat }}",
            "34.2|34|34.3|34.5|||1"
        ),
        (
            "{{ 34.23234|floatformat:3 }}|{{ 34|floatformat:3 }}|{{ 34.26|floatformat:'0' }}|{{ 34.5|floatformat:'-3' }}|{{ 34|floatformat:-3 }}|{{ 0.5|floatformat:0 }}|{{ 1.5|floatformat:0 }}|{{ -0.04|floatformat:1 }}",
            "34.232|34.000|34|34.500|34|1|2|0.0"
        ),
        (
            "{{ 1234567.891|floatformat:'2g' }}|{{ 1234567.891|floatformat:'2u' }}|{{ 1234567|floatformat:'g' }}|{{ 1e20|floatformat }}|{{ 1.1|floatformat:'x' }}",
            "1,234,567.89|1234567.89|1,234,567|100000000000000000000|1.1"
        ),
        (
            "{{ 0|filesizeformat }}|{{ 1|filesizeformat }}|{{ 1023|filesizeformat }}|{{ 1024|filesizeformat }}|{{ 1048575|filesizeformat }}|{{ 1073741824|filesizeformat }}|{{ '1e3'|filesizeformat }}|{{ -2048|filesizeformat }}",
            "0\u{A0}bytes|1\u{A0}byte|1023\u{A0}bytes|1.0\u{A0}KB|1024.0\u{A0}KB|1.0\u{A0}GB|0\u{A0}bytes|-2.0\u{A0}KB"
        ),
        (
            "{{ 123456789|get_digit:1 }}|{{ 123|get_digit:9 }}|{{ 123|get_digit:0 }}|{{ 123|get_digit:-1 }}|{{ 'xyz'|get_digit:1 }}",
            "9|0|123|123|xyz"
        ),
        (
            "{{ number|stringformat:'05d' }}|{{ number|stringformat:'x' }}|{{ fraction|stringformat:'.3f' }}|{{ text|stringformat:'s' }}|{{ 'a'|stringformat:'-4s' }}|{{ 'a'|stringformat:'d' }}|{{ 1234567|stringformat:'e' }}|{{ number|stringformat:'+d' }}|{{ number|stringformat:'#o' }}|{{ 'é'|stringformat:'r' }}",
            "00042|2a|1.500|a &lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;|a   ||1.234567e+06|+42|0o52|'é'"
        ),
        (
            "{% load humanize %}{{ 5|apnumber }}|{{ 10|apnumber }}|{{ 1234567|intcomma }}|{{ '1234.5'|intcomma }}|{{ 1200000|intword }}|{{ 999999|intword }}|{{ 1|ordinal }}{{ 2|ordinal }}{{ 3|ordinal }}{{ 11|ordinal }}{{ 112|ordinal }}",
            "five|10|1,234,567|1,234.5|1.2 million|999999|1st2nd3rd11th112th"
        ),
    ])
    func `numbers are written`(template: String, expected: String) throws {
        #expect(try render(template, sampleContext) == expected)
    }

    @Test(arguments: [
        (
            "{{ day|date }}|{{ moment|date }}|{{ day|date:'SHORT_DATE_FORMAT' }}|{{ day|date:'MONTH_DAY_FORMAT' }}|{{ day|date:'YEAR_MONTH_FORMAT' }}|{{ moment|date:'DATETIME_FORMAT' }}",
            "Feb. 29, 2024|Dec. 31, 2024|02/29/2024|February 29|February 2024|Dec. 31, 2024, 11:59 p.m."
        ),
        ("{{ moment|date:'a A f g G h H i s u' }}", "p.m. PM 11:59 11 23 11 23 59 58 000000"),
        (
            "{{ moment|date:'d D j l N F m M n b t L W w z S y Y o' }}",
            "31 Tue 31 Tuesday Dec. December 12 Dec 12 dec 31 True 1 2 366 st 24 2024 2025"
        ),
        (
            "{{ moment|date:'c r U e O P T Z I' }}",
            "2024-12-31T23:59:58+00:00 Tue, 31 Dec 2024 23:59:58 +0000 1735689598 UTC +0000 11:59 p.m. UTC 0 0"
        ),
        (
            "{{ moment|date:'\\\\Y\\\\e\\\\a\\\\r Y' }}|{{ moment|date:'jS \\\\o\\\\f F' }}",
            "Year 2024|31st of December"
        ),
        (
            "{{ time|time }}|{{ time|time:'H:i:s' }}|{{ time|time:'P' }}|{{ moment|time:'TIME_FORMAT' }}|{{ day|time }}|{{ time|date:'H' }}",
            "7:05 a.m.|07:05:09|7:05 a.m.|11:59 p.m.||07"
        ),
        ("{{ none|date }}|{{ empty|date:'Y' }}|{{ 'x'|date:'Y' }}|{{ number|time }}", "|||"),
        ("{% now 'Y' as year %}{{ year|length }}", "4"),
    ])
    func `dates follow their format`(template: String, expected: String) throws {
        #expect(try render(template, sampleContext) == expected)
    }
}
