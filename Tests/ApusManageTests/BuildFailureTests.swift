import Testing

@testable import ApusManage

@Suite struct BuildFailureTests {
    private let output = """
        [0/1] Planning build
        Building for debugging...
        [3/7] Compiling polls Views.swift
        /site/Sources/polls/Views.swift:3:5: error: cannot find '<foo>' in scope
        1 | import Apus
        3 |     foo()
          |     `- error: cannot find '<foo>' in scope
        [4/7] Emitting module polls
        /site/Sources/polls/Views.swift:3:5: error: cannot find '<foo>' in scope
        1 | import Apus
        3 |     foo()
          |     `- error: cannot find '<foo>' in scope
        /site/Sources/polls/Views.swift:9:1: warning: unused
        """

    @Test func `a diagnostic is its place and its message`() {
        let found = Diagnostic(line: "/a b/x:y.swift:12:34: error: no: error: really")
        #expect(found?.file == "/a b/x:y.swift")
        #expect(found?.line == 12)
        #expect(found?.column == 34)
        #expect(found?.severity == .error)
        #expect(found?.message == "no: error: really")
    }

    @Test(arguments: [
        "error: link command failed", "  |  `- error: cannot find", "/a.swift:0:1: error: x",
        "/a.swift:x:1: error: x", "a.swift:1:1: error: x", "",
        "/a.swift:99999999999999999999:1: error: x",
    ])
    func `other lines are no diagnostics`(_ line: String) {
        #expect(Diagnostic(line: line) == nil)
    }

    @Test func `the terminal gets each error once, without the progress`() {
        #expect(
            BuildFailure(output: output).text == """
                /site/Sources/polls/Views.swift:3:5: error: cannot find '<foo>' in scope
                1 | import Apus
                3 |     foo()
                  |     `- error: cannot find '<foo>' in scope
                /site/Sources/polls/Views.swift:9:1: warning: unused
                """)
    }

    @Test func `the page shows file, line, code and the way to the last good build`() {
        let page = BuildFailurePage(
            failure: BuildFailure(output: output), folder: "/site", path: "/polls/?a=1&b",
            token: "7-1",
            source: {
                $0 == "/site/Sources/polls/Views.swift" ? "import Apus\n\n    foo(\"<\")\n" : nil
            })
        let html = page.html(script: "<script>")
        #expect(html.contains("<title>1 error: the site does not compile</title>"))
        #expect(html.contains("<h2>cannot find &#x27;&lt;foo&gt;&#x27; in scope</h2>"))
        #expect(html.contains("<p class=\"place\">Sources/polls/Views.swift:3:5</p>"))
        #expect(
            html.contains(
                "<tr class=\"here\"><th>3</th><td>    <mark>foo</mark>(&quot;&lt;&quot;)</td></tr>")
        )
        #expect(html.contains("<a href=\"/__apus__/last-good?next=/polls/%3Fa%3D1%26b\">"))
        #expect(html.contains("prefers-color-scheme:dark"))
        #expect(page.text.contains("send the cookie apus_last_good=7-1"))
    }

    @Test func `a failure without places is shown as it came`() {
        let failure = BuildFailure(output: "error: <link> failed\n")
        let page = BuildFailurePage(failure: failure, folder: "/", path: "/", token: "")
        #expect(
            page.html(script: "").contains("<pre class=\"raw\">error: &lt;link&gt; failed</pre>"))
    }

    @Test func `a place outside its file is survived`() {
        let failure = BuildFailure(output: "/x.swift:500:900: error: a\n/x.swift:1:900: error: b")
        let page = BuildFailurePage(
            failure: failure, folder: "/", path: "/", token: "", source: { _ in "one line" })
        #expect(page.html(script: "").contains("one line<mark> </mark>"))
    }

    @Test func `progress is the last step that was printed`() {
        #expect(
            BuildProgress.step(in: Array("[1/9] A\n[22/90] B\nwarning: [x]\n".utf8)) == "[22/90]")
        #expect(BuildProgress.step(in: []) == "")
    }
}
