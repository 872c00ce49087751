/// SQL while it is written: bytes, since appending to a String costs several times as much.
struct StatementText {
    private(set) var bytes: [UInt8] = []

    init() {}

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// How many bytes there are.
    var count: Int { bytes.count }

    /// What was written.
    var string: String { String(decoding: bytes, as: UTF8.self) }

    static func += (text: inout StatementText, string: String) {
        var string = string
        string.withUTF8 { text.bytes.append(contentsOf: $0) }
    }

    /// Puts `string` at a byte's place.
    mutating func insert(_ string: String, at offset: Int) {
        bytes.insert(contentsOf: string.utf8, at: offset)
    }

    /// Takes back what was written after `count` bytes.
    mutating func truncate(to count: Int) { bytes.removeLast(bytes.count - count) }
}
