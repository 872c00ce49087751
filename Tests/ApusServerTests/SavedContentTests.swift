import ApusHTTP
import Glibc
import Testing

@testable import ApusServer

@Suite struct `An uploaded file` {
    private let path = "/tmp/apus-saved-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    private let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    @Test func `is saved from where it is kept, and replaces nothing unless it is told to`() throws
    {
        defer { unlink(path) }
        var body = IncomingBody()
        try bytes.withUnsafeBytes { bytes in try body.append(bytes) }
        let content = body.take()
        #expect(content.place?.range == 0..<300_000)
        #expect(body.isEmpty)
        let file = UploadedFile(
            fieldName: "photo", filename: "a.jpg", content: content[10..<200_010])
        try file.save(to: path)
        #expect(Content(try OpenFile(path)).bytes == Array(bytes[10..<200_010]))
        #expect(throws: SystemError(EEXIST, "can't save a file as \(path)")) {
            try file.save(to: path)
        }
        try UploadedFile(fieldName: "photo", filename: "b.jpg", bytes: [1, 2, 3])
            .save(to: path, replacing: true)
        #expect(Content(try OpenFile(path)).bytes == [1, 2, 3])
    }

    @Test func `that can't be saved leaves nothing behind`() {
        #expect(throws: SystemError.self) {
            try Content([1]).save(to: "/nowhere/\(getpid())")
        }
    }
}

@Suite struct `An open file` {
    @Test(arguments: ["/nowhere", "/tmp", "/dev/zero", "/etc/passwd\0.png"])
    func `is an ordinary file that is there`(path: String) {
        #expect(throws: SystemError.self) { try OpenFile(path) }
    }

    @Test(arguments: ["../etc/passwd", "/etc/passwd", "nothing", "..", ""])
    func `by a name from outside lies below its folder`(name: String) {
        #expect(throws: SystemError.self) { try OpenFile(name, in: "/usr") }
    }
}
