import ApusHTTP
import Testing

/// Bytes that pretend to be elsewhere.
private final class Elsewhere: ContentStore {
    let bytes: [UInt8]
    let missing: Int

    init(_ bytes: [UInt8], missing: Int = 0) {
        self.bytes = bytes
        self.missing = missing
    }

    var count: Int { bytes.count }

    func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws -> Int {
        let end = min(offset + room.count, bytes.count - missing)
        guard offset < end else { return 0 }
        room.copyBytes(from: bytes[offset..<end])
        return end - offset
    }
}

@Suite struct `A content` {
    private let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    @Test func `is read in pieces`() throws {
        for content in [Content(bytes), Content(Elsewhere(bytes))] {
            var pieces = content[10..<150_010].pieces(of: 64_000)
            var read: [[UInt8]] = []
            while let piece = try pieces.next() { read.append(piece) }
            #expect(read.map(\.count) == [64_000, 64_000, 22_000])
            #expect(read.flatMap { $0 } == Array(bytes[10..<150_010]))
        }
    }

    @Test func `equals another with the same bytes`() {
        #expect(Content(bytes) == Content(Elsewhere(bytes)))
        #expect(Content(bytes)[1..<3] == Content(Elsewhere(bytes))[1..<3])
        #expect(Content(bytes) != Content(Elsewhere(bytes))[1..<3])
    }

    @Test func `says that its store has become shorter`() {
        var pieces = Content(Elsewhere(bytes, missing: 1)).pieces(of: 200_000)
        #expect(throws: (any Error).self) { try pieces.next() }
    }

    @Test func `of a multipart form gives the same form wherever it is kept`() throws {
        // Boundaries before, at and across the places where a window ends.
        for size in [0, 1, 65_400, 65_480, 65_500, 65_536, 131_072, 300_000] {
            let file = String(repeating: "\r\n--b", count: size / 5)
            let text =
                "--bound\r\nContent-Disposition: form-data; name=a\r\n\r\none\r\n"
                + "--bound\r\nContent-Disposition: form-data; name=f; filename=x.txt\r\n"
                + "Content-Type: text/plain\r\n\r\n\(file)\r\n"
                + "--bound\r\nContent-Disposition: form-data; name=b\r\n\r\ntwo\r\n--bound--\r\n"
            let body = Array(text.utf8)
            let parser = try MultipartParser(contentType: "multipart/form-data; boundary=bound")
            let form = try parser.parse(Content(Elsewhere(body)))
            #expect(form == (try parser.parse(body)))
            #expect(form.fields["a"] == "one")
            #expect(form.fields["b"] == "two")
            #expect(form.file("f")?.bytes == Array(file.utf8))
        }
    }
}
