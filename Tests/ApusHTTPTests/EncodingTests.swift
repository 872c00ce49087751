import ApusHTTP
import Testing

@Suite struct `Percent-encoding` {
    @Test func `keeps what it is told to keep`() {
        #expect(PercentEncoding.encode("/a b/é~") == "/a%20b/%C3%A9~")
        #expect(PercentEncoding.encode("/a&b", keeping: "") == "%2Fa%26b")
        #expect(PercentEncoding.encode([0, 0xFF, 0x41]) == "%00%FFA")
    }

    @Test func `is undone where it is well formed`() {
        #expect(PercentEncoding.decode("%C3%a9%2F%zz%4") == "é/%zz%4")
        #expect(PercentEncoding.decode("%E2♥%") == "\u{FFFD}♥%")
        #expect(PercentEncoding.decode("plain+") == "plain+")
    }

    @Test(arguments: [
        ("/♥%E2♥/?a=é#x", "/%E2%99%A5%E2%E2%99%A5/?a=%C3%A9#x"), ("red&\"<", "red&%22%3C"),
    ])
    func `makes an IRI an URI`(iri: String, uri: String) {
        #expect(PercentEncoding.uri(fromIRI: iri) == uri)
    }

    @Test(arguments: [
        ("/J%C3%BCrgen%20M%C3%BCnster/", "/Jürgen%20Münster/"), ("/%41%5a%6B/%7e", "/AZk/~"),
        ("/%E2♥♥%99/%2f", "/%E2♥♥%99/%2f"), ("%", "%"), ("%e2%99%A5%ff", "♥%FF"),
    ])
    func `makes an URI an IRI`(uri: String, iri: String) {
        #expect(PercentEncoding.iri(fromURI: uri) == iri)
    }

    @Test func `makes paths those of URLs`() {
        #expect(PercentEncoding.uri(fromFilePath: "up\\чу?.mp4") == "up/%D1%87%D1%83%3F.mp4")
        #expect(PercentEncoding.uri(fromPath: "/a;b=c?d e") == "/a%3Bb%3Dc%3Fd%20e")
    }
}

@Suite struct `Base 36 and 64` {
    @Test func `write numbers short`() {
        #expect(Base36.encode(818_469_960) == "django")
        #expect(Base36.decode("DJANGO") == 818_469_960)
        #expect(Base36.decode(Base36.encode(.max)) == .max)
        for text in ["", "11111111111111", "+1", "-1", "a b", "é", "zzzzzzzzzzzzz"] {
            #expect(Base36.decode(text) == nil)
        }
    }

    @Test func `write bytes as text`() {
        let samples: [(String, String, String)] = [
            ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"),
            ("foob", "Zm9vYg==", "Zm9vYg"), ("\u{3FF}\u{FFFF}>", "z7/vv78+", "z7_vv78-"),
        ]
        for (text, standard, urlSafe) in samples {
            #expect(Base64.encode(text.utf8) == standard)
            #expect(Base64.encode(text.utf8, alphabet: .urlSafe) == urlSafe)
            #expect(Base64.decode(standard) == Array(text.utf8))
            #expect(Base64.decode(urlSafe, alphabet: .urlSafe) == Array(text.utf8))
        }
        for text in ["Z", "Zg", "Zg=", "Zg===", "Zm8==", "Z-8=", "Zm9v=", "Z m8=", "=", "===="] {
            #expect(Base64.decode(text) == nil, "\(text)")
        }
        #expect(Base64.decode("a+b/", alphabet: .urlSafe) == nil)
    }
}
