import ApusHTTP
import Testing

@Suite struct `A form` {
    func parse(
        _ body: String, type: String = "multipart/form-data; boundary=B",
        limits: FormLimits = FormLimits()
    ) throws -> Form {
        let request = Request(headers: ["Content-Type": type], body: Array(body.utf8))
        return try request.form(limits: limits)
    }

    func part(_ disposition: String, _ rest: String) -> String {
        "--B\r\nContent-Disposition: form-data; \(disposition)\r\n\(rest)\r\n"
    }

    @Test func `has fields and files of a multipart body`() throws {
        let form = try parse(
            "preamble\r\n" + part("name=\"ä b\"", "\r\nwört\r\nzwei")
                + part(
                    "name=f; filename=\"a.txt\"", "Content-Type: Text/Plain; charset=x\r\n\r\nhi")
                + part("name=\"ä b\"", "\r\n") + part("name=f; filename=\"\"", "\r\n")
                + "--B--\r\nepilogue")
        #expect(form.fields.grouped.map(\.name) == ["ä b", "f"])
        #expect(form.fields.values("ä b") == ["wört\r\nzwei", ""])
        #expect(form.fields["f"] == "")
        let file = try #require(form.file("f"))
        #expect(form.files == [file])
        #expect(file.filename == "a.txt" && file.contentType == "text/plain")
        #expect(file.charset == "x" && file.bytes == Array("hi".utf8) && file.size == 2)
        #expect(form.file("g") == nil)
    }

    @Test func `leaves out parts without a name and lines it can't read`() throws {
        let form = try parse(
            "--B\r\n\r\nraw\r\n--B\r\nContent-Type: a\r\n\r\nx\r\n" + part("filename=x", "\r\n1")
                + part("name=a", "junk\r\nX: y; z*=bogus''1\r\n\r\n1") + "--B--")
        #expect(form == Form(fields: ["a": "1"]))
    }

    @Test func `that was cut off keeps its last field but not its last file`() throws {
        #expect(
            try parse("--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n").fields["a"]
                == "1\r\n")
        let cut = part("name=f; filename=a", "\r\n1")
        #expect(try parse(cut).files == [])
        #expect(try parse(cut + "--B").files == [])
        #expect(try parse(cut + "--B--").files.count == 1)
    }

    @Test func `decodes base64`() throws {
        let encoding = "Content-Transfer-Encoding: BASE64\r\n\r\n"
        let form = try parse(
            part("name=a", encoding + "aGk=") + part("name=b", encoding + "a?")
                + part("name=f; filename=x", encoding + "aG\r\nk =") + "--B--")
        #expect(form.fields == ["a": "hi", "b": "a?"])
        #expect(form.files.map(\.bytes) == [Array("hi".utf8)])
        #expect(throws: FormError.invalidBase64) {
            try parse(part("name=f; filename=x", encoding + "aGk") + "--B--")
        }
    }

    @Test(
        arguments: [
            ("a.txt", "a.txt"), ("/etc/passwd", "passwd"), ("C:\\dir\\evil.txt", "evil.txt"),
            ("a&#47;b&#x2F;c&sol;d&bsol;e", "e"), ("..", nil), (".", nil), ("dir/", nil), ("", nil),
            ("a\u{1}b\u{202E}c\u{A0}d e", "abcd e"),
            ("&amp;&unknown;&#1114112;", "&&unknown;&#1114112;"),
            ("é🔑.txt", "é🔑.txt"), ("\u{0}", nil),
        ] as [(String, String?)])
    func `sanitises the names of files`(name: String, sanitized: String?) {
        #expect(UploadedFile.sanitize(filename: name) == sanitized)
    }

    @Test func `shortens the names of files and keeps their extension`() {
        let long = String(repeating: "n", count: 300)
        #expect(
            UploadedFile.sanitize(filename: long + ".txt")
                == String(repeating: "n", count: 251) + ".txt")
        #expect(UploadedFile.sanitize(filename: long) == String(repeating: "n", count: 255))
        #expect(UploadedFile.sanitize(filename: "a." + long)?.unicodeScalars.count == 255)
    }

    @Test(
        arguments: [
            ("multipart/form-data", .invalidBoundary("")),
            ("multipart/form-data; boundary=", .invalidBoundary("")),
            ("multipart/form-data; boundary=\"a \"", .invalidBoundary("a ")),
            (
                "multipart/form-data; boundary=" + String(repeating: "x", count: 202),
                .invalidBoundary(String(repeating: "x", count: 202))
            ),
            (
                "multipart/form-data; boundary=é",
                .invalidContentType("multipart/form-data; boundary=é")
            ),
            ("text/plain", .invalidContentType("text/plain")),
        ] as [(String, FormError)])
    func `needs a usable boundary`(type: String, error: FormError) {
        #expect(throws: error) { try MultipartParser(contentType: type) }
    }

    @Test func `is limited in fields, files and sizes`() throws {
        let two = part("name=a", "\r\n1") + part("name=b; filename=x", "\r\n2") + "--B--"
        let file = part("name=b; filename=x", "\r\n2")
        #expect(try parse(two, limits: FormLimits(fieldCount: 1, fileCount: 1)).files.count == 1)
        #expect(throws: FormError.tooManyFields(limit: 0)) {
            try parse(two, limits: FormLimits(fieldCount: 0))
        }
        #expect(throws: FormError.tooManyFiles(limit: 1)) {
            try parse(file + two, limits: FormLimits(fileCount: 1))
        }
        #expect(try parse(two, limits: FormLimits(fieldBytes: 4)).fields["a"] == "1")
        #expect(throws: FormError.fieldsTooLarge(limit: 3)) {
            try parse(two, limits: FormLimits(fieldBytes: 3))
        }
        let header = "X: " + String(repeating: "y", count: 1100) + "\r\n\r\n"
        #expect(throws: FormError.partHeaderTooLarge(limit: 1024)) {
            try parse(part("name=a", header) + "--B--")
        }
    }

    @Test func `has the fields of an urlencoded body`() throws {
        let type = "application/x-www-form-urlencoded; charset=utf-8"
        #expect(try parse("a=1&b=+", type: type).fields == ["a": "1", "b": " "])
        #expect(throws: FormError.fieldsTooLarge(limit: 3)) {
            try parse("a=12", type: type, limits: FormLimits(fieldBytes: 3))
        }
        #expect(throws: FormError.tooManyFields(limit: 1)) {
            try parse("a=1&b=2", type: type, limits: FormLimits(fieldCount: 1))
        }
        #expect(FormError.fieldsTooLarge(limit: 3).status == 413)
        #expect(FormError.tooManyFields(limit: 3).status == 400)
    }

    @Test func `is multipart whatever the case of its type`() throws {
        let body = part("name=a", "\r\n1") + "--B--"
        #expect(try parse(body, type: "Multipart/Form-Data; Boundary=B").fields == ["a": "1"])
    }

    @Test func `is empty for any other body`() throws {
        #expect(try parse("a=1", type: "text/plain") == Form())
        #expect(try Request(body: [97]).form() == Form())
    }

    @Test func `is read in one pass, however often its boundary nearly comes`() throws {
        let dashes = String(repeating: "-", count: 200)
        let body = String(repeating: "-", count: 200_000)
        #expect(throws: FormError.partHeaderTooLarge(limit: 1024)) {
            try parse(
                String(repeating: dashes + "x", count: 1000),
                type: "multipart/form-data; boundary=\(dashes)y")
        }
        #expect(try parse(body, type: "multipart/form-data; boundary=\(dashes)") == Form())
    }
}
