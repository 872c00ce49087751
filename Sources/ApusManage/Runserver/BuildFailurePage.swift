/// The page that `runserver` shows while the site doesn't compile.
struct BuildFailurePage {
    let failure: BuildFailure
    /// The project's folder: paths are shown from there.
    let folder: String
    /// Where the page came up, to go on to with the last good build.
    let path: String
    /// The state that the last good build is asked for under.
    let token: String
    /// Whether there is a last good build to go on to.
    var hasLastGood = true
    /// Reads a source file for its excerpt.
    var source: (String) -> String? = { try? Files.text($0) }

    /// As text, for a client that isn't a browser.
    var text: String {
        var text = title + ".\n"
        if hasLastGood {
            text += "The last good build still runs: send the cookie "
            text += "\(DevelopmentPaths.lastGoodCookie)=\(token) to reach it.\n"
        }
        return text + "\n\(failure.text)\n"
    }

    /// As a page; `script` keeps it up to date.
    func html(script: String) -> String {
        let count = failure.errors.count
        let body =
            count == 0
            ? "<pre class=\"raw\">\(escapedHTML(failure.text))</pre>"
            : failure.errors.prefix(50).map(section).joined(separator: "\n")
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            <p>This page reloads itself as soon as an edit mends it.\(invitation)</p>
            </header>
            <main>
            \(body)
            \(count == 0 ? "" : rawOutput)
            </main>
            \(script)
            </body>
            </html>

            """
    }

    private var title: String {
        switch failure.errors.count {
        case 0: failure.isBuilds ? "The build failed" : "The site can't start"
        case 1: "1 error: the site does not compile"
        default: "\(failure.errors.count) errors: the site does not compile"
        }
    }

    private var invitation: String {
        guard hasLastGood else { return "" }
        return """
             Meanwhile the last good build still runs: \
            <a href="\(escapedHTML(lastGoodLink))">go on with it</a>.
            """
    }

    private var rawOutput: String {
        """
        <details><summary>All that the compiler said</summary>
        <pre class="raw">\(escapedHTML(failure.text))</pre></details>
        """
    }

    private var lastGoodLink: String {
        DevelopmentPaths.lastGood + "?next=" + Self.percentEncoded(path)
    }

    private func section(_ error: Diagnostic) -> String {
        let place = "\(Path.relative(error.file, to: folder)):\(error.line):\(error.column)"
        return """
            <section>
            <h2>\(escapedHTML(error.message))</h2>
            <p class="place">\(escapedHTML(place))</p>
            \(excerpt(error))
            </section>
            """
    }

    private func excerpt(_ error: Diagnostic) -> String {
        guard let source = source(error.file) else { return "" }
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let first = max(1, error.line - 3)
        let last = min(lines.count, error.line + 3)
        guard first <= last, error.line <= lines.count else { return "" }
        let rows = (first...last).map { number in
            let line = String(lines[number - 1])
            let isError = number == error.line
            let code = isError ? marked(line, column: error.column) : escapedHTML(line)
            return """
                <tr\(isError ? " class=\"here\"" : "")><th>\(number)</th><td>\(code)</td></tr>
                """
        }
        return "<table class=\"code\"><tbody>\(rows.joined())</tbody></table>"
    }

    /// The line with the word at `column` (in bytes, from 1) marked.
    private func marked(_ line: String, column: Int) -> String {
        let bytes = Array(line.utf8)
        guard column <= bytes.count else { return escapedHTML(line) + "<mark> </mark>" }
        func isWord(_ byte: UInt8) -> Bool {
            byte >= 0x80 || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
                || (0x61...0x7a).contains(byte | 0x20)
        }
        var end = column
        while end < bytes.count && isWord(bytes[column - 1]) && isWord(bytes[end]) { end += 1 }
        func part(_ range: Range<Int>) -> String {
            escapedHTML(String(decoding: bytes[range], as: UTF8.self))
        }
        return part(0..<column - 1) + "<mark>" + part(column - 1..<end) + "</mark>"
            + part(end..<bytes.count)
    }

    private static func percentEncoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "/"), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "."):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                result += hex.utf8.count == 1 ? "%0" + hex : "%" + hex
            }
        }
        return result
    }

    private static let style = """
        :root{color-scheme:light dark;--page:#f7f7f5;--card:#fff;--ink:#1d1f23;--dim:#6b7078;
        --line:#e3e3df;--red:#c22f2f;--tint:#fdecec;--mark:#f9c9c9;--link:#1f5fbf}
        @media (prefers-color-scheme:dark){:root{--page:#16181c;--card:#1e2126;--ink:#e7e8ea;
        --dim:#969ba5;--line:#30343b;--red:#ff8080;--tint:#3a2226;--mark:#7c2f36;--link:#82b1ff}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);
        font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        header,main{max-width:60rem;margin:0 auto;padding:0 1.5rem}
        header{padding-top:2.5rem;padding-bottom:1rem;border-top:4px solid var(--red);
        max-width:none}
        header>*{max-width:57rem;margin-left:auto;margin-right:auto}
        h1{font-size:1.6rem;line-height:1.25;margin-top:0;margin-bottom:.5rem;color:var(--red)}
        header p{margin-top:0;margin-bottom:0;color:var(--dim)}
        a{color:var(--link)}
        section{background:var(--card);border:1px solid var(--line);border-radius:10px;
        margin:0 0 1.25rem;overflow:hidden}
        h2{font-size:1.05rem;line-height:1.4;margin:1rem 1.25rem .25rem;overflow-wrap:anywhere}
        .place{margin:0 1.25rem .9rem;color:var(--dim);
        font:.85rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
        .code{width:100%;border-collapse:collapse;border-top:1px solid var(--line);display:block;
        overflow-x:auto;padding:.5rem 0;
        font:.85rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
        .code tbody{display:table;min-width:100%}
        .code th{width:3.5rem;padding:0 .9rem 0 1.25rem;text-align:right;font-weight:400;
        color:var(--dim);user-select:none}
        .code td{white-space:pre;padding-right:1.25rem;tab-size:4}
        .code .here{background:var(--tint)}
        .code .here th{color:var(--red);font-weight:700}
        mark{background:var(--mark);color:inherit;border-radius:3px}
        details{margin:0 0 2.5rem}summary{cursor:pointer;color:var(--dim)}
        .raw{background:var(--card);border:1px solid var(--line);border-radius:10px;
        padding:1rem 1.25rem;overflow-x:auto;
        font:.82rem/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
        """
}
