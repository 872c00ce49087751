/// The addresses that `runserver` answers itself; a site's routes never see them.
enum DevelopmentPaths {
    static let prefix = "/__apus__/"
    /// Answers when the page that asks is out of date.
    static let reload = prefix + "reload"
    /// The script that asks.
    static let script = prefix + "reload.js"
    /// Goes on with the last good build while the current one fails.
    static let lastGood = prefix + "last-good"
    static let lastGoodCookie = "apus_last_good"
}

/// The script by which open pages reload themselves in development.
enum ReloadScript {
    /// The element to put into a page that was made while `token` was current.
    static func element(token: String) -> String {
        "<script src=\"\(DevelopmentPaths.script)?token=\(token)\" defer></script>"
    }

    /// `page` with the element before its last `</body>`, or at its end.
    static func inject(into page: [UInt8], token: String) -> [UInt8] {
        let element = Array(ReloadScript.element(token: token).utf8)
        let position = lastBodyEnd(page) ?? page.count
        return Array(page[..<position]) + element + Array(page[position...])
    }

    private static func lastBodyEnd(_ page: [UInt8]) -> Int? {
        let tag = Array("</body".utf8)
        guard page.count >= tag.count else { return nil }
        var start = page.count - tag.count
        while true {
            if page[start] == tag[0],
                (1..<tag.count).allSatisfy({ page[start + $0] | 0x20 == tag[$0] | 0x20 })
            {
                return start
            }
            if start == 0 { return nil }
            start -= 1
        }
    }

    /// The script: it asks and waits; when the answer is another token, it loads the page anew.
    static let source = """
        "use strict";
        (() => {
          const token = new URL(document.currentScript.src).searchParams.get("token");
          const wait = (ms) => new Promise((done) => setTimeout(done, ms));
          let leaving = false;
          addEventListener("pagehide", () => { leaving = true; });
          (async () => {
            while (!leaving) {
              try {
                const answer = await fetch("\(DevelopmentPaths.reload)?token=" + token,
                                           { cache: "no-store" });
                if (answer.ok && (await answer.text()) !== token) { location.reload(); return; }
                if (!answer.ok) await wait(1000);
              } catch (error) {
                await wait(500);
              }
            }
          })();
        })();

        """
}
