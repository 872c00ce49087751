import ApusHTTP
import Fuzzing

/// Readers of text, with what must hold of anything they have read.
private let readers: [@Sendable (String) -> Void] = [
    { text in
        let parameters = QueryParameters(text)
        let again = QueryParameters(parameters.encoded)
        check(again.encoded == parameters.encoded, "parameters change when written")
        check(again.parameters.count == parameters.parameters.count, "parameters are lost")
    },
    { text in
        for (name, value) in Cookie.parse(text) {
            guard let field = try? Cookie(name, value, path: nil).fieldValue() else { continue }
            check(Cookie.parse(field)[name] == value, "a cookie changes when written: \(field)")
        }
    },
    { text in
        guard let field = try? FieldValue(parsing: text) else { return }
        check(!field.value.hasPrefix(" "), "a value keeps its blanks")
        _ = MediaType(text)?.description
        _ = AcceptedTypes(text).preferred(of: ["text/html", "application/json"])
        _ = FieldValue.directiveNames(of: text)
    },
    { text in
        let now = HTTPDate(secondsSince1970: 1_795_000_000)
        guard let date = HTTPDate(text, now: now) else { return }
        check(HTTPDate(date.description, now: now) == date, "a date changes when written")
    },
    { text in
        if let host = Host(text) { check(Host(host.domain) != nil || host.domain.isEmpty, "host") }
        if let address = IPv6Address(text) {
            check(IPv6Address(address.description) == address, "an address changes when written")
        }
        if RedirectSafety.isSafe(text) {
            check(!text.hasPrefix("//") && !text.hasPrefix("/\\"), "a redirect leaves the site")
        }
        _ = RedirectSafety.isSafe(text, hosts: ["a"], requiresHTTPS: true)
    },
    { text in
        if case .tags(let tags) = EntityTag.Condition(parsing: text) {
            for tag in tags {
                check(EntityTag(parsing: tag.description) == tag, "a tag changes when written")
            }
        }
        if case .parts(let parts) = ByteRanges(text, of: 1000) {
            check(!parts.isEmpty && parts.count <= ByteRanges.mostRanges, "too many ranges")
            check(parts.allSatisfy { !$0.isEmpty && 0..<1000 ~= $0.lowerBound }, "a range outside")
            check(parts.allSatisfy { $0.upperBound <= 1000 }, "a range outside")
        }
        check(PercentEncoding.decode(PercentEncoding.encode(text)) == text, "encoding loses")
        let iri = PercentEncoding.iri(fromURI: text)
        check(PercentEncoding.uri(fromIRI: iri).utf8.allSatisfy { $0 < 0x80 }, "no ASCII")
        check(Base64.decode(Base64.encode(text.utf8)) == Array(text.utf8), "base64 loses")
        if let bytes = Base64.decode(text) { check(bytes.count <= text.utf8.count, "base64") }
        if let number = Base36.decode(text) { check(Base36.encode(number).count <= 13, "base36") }
    },
    { text in
        _ = AcceptedEncodings(text).preferred(of: ["br", "zstd", "gzip"])
        let event = ServerSentEvent(text, event: text, id: text)
        let lines = String(decoding: event.bytes, as: UTF8.self).utf8.split(separator: 10)
        check(lines.filter { $0.starts(with: "event:".utf8) }.count == 1, "an event is forged")
        for count in [0, 1, 1000, Int.max] {
            guard case .parts(let parts) = ByteRanges(text, of: count) else { continue }
            check(!parts.isEmpty && parts.count <= ByteRanges.mostRanges, "a number of parts")
            check(parts.allSatisfy { !$0.isEmpty && $0.upperBound <= count }, "a part is no part")
            let sum = parts.reduce(0) { $0 &+ $1.count }
            check(sum <= count && sum > 0, "parts overlap")
        }
    },
    { text in
        if let name = UploadedFile.sanitize(filename: text) {
            check(!name.contains("/") && !name.contains("\\"), "a file's name has a folder")
            check(name != ".." && name != "." && !name.isEmpty, "a file's name is a folder")
        }
        for attachment in [true, false] {
            let value: ContentDisposition =
                attachment ? .attachment(filename: text) : .inline(filename: text)
            guard let field = value.fieldValue else { continue }
            var headers = Headers()
            headers["Content-Disposition"] = field
            check(headers.refusal == nil, "a disposition can't be sent")
        }
    },
]

/// Bytes that are not in memory, and come in small windows.
private final class Elsewhere: ContentStore {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws -> Int {
        let end = min(offset + room.count, bytes.count)
        guard offset < end else { return 0 }
        room.copyBytes(from: bytes[offset..<end])
        return end - offset
    }
}

private func readForms(_ bytes: [UInt8]) {
    let limits = FormLimits(fieldCount: 8, fileCount: 3, fieldBytes: 200, partHeader: 120)
    for type in ["multipart/form-data; boundary=B", "application/x-www-form-urlencoded"] {
        let request = Request(headers: ["Content-Type": type], body: bytes)
        guard let form = try? request.form(limits: limits) else { continue }
        check(form.files.count <= limits.fileCount, "too many files")
        var kept = request
        kept.content = Content(Elsewhere(bytes))
        check((try? kept.form(limits: limits)) == form, "a form kept elsewhere is another")
        check(form.fields.parameters.count <= limits.fieldCount + 2, "too many fields")
        check(form.files.allSatisfy { $0.bytes.count <= bytes.count }, "a file grew")
    }
    _ = try? Request(
        headers: ["Content-Type": String(decoding: bytes.prefix(300), as: UTF8.self)], body: bytes
    ).form()
}

runFuzzer { data in
    guard data.count > 1, data.count <= 1 << 14, let first = data.first else { return }
    let bytes = Array(data.dropFirst())
    let kind = Int(first) % (readers.count + 2)
    if kind < readers.count {
        readers[kind](String(decoding: bytes, as: UTF8.self))
    } else {
        readForms(bytes)
    }
}
