/// Finds the objects of a JSON list one after the other, so that only one of them is in memory as
/// values. What is between their brackets is read by whoever gets them.
struct FixtureScanner {
    /// Why the bytes are no list of objects.
    struct Malformed: Error, CustomStringConvertible {
        let reason: String
        let offset: Int
        var description: String { "Error deserializing: \(reason) at byte \(offset)." }
    }

    private let bytes: [UInt8]
    private var position = 0
    private var isFirst = true

    /// A scanner of a file's bytes. Throws `Malformed` where no list begins.
    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpaces()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "[") else {
            throw malformed("a fixture is a JSON list of objects, and no list begins")
        }
        position += 1
    }

    /// The bytes of the next object; nil behind the last. Throws `Malformed`.
    mutating func next() throws -> ArraySlice<UInt8>? {
        skipSpaces()
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
            position += 1
            skipSpaces()
            guard position == bytes.count else { throw malformed("something behind the list") }
            return nil
        }
        if !isFirst {
            guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else {
                throw malformed("neither a comma nor the list's end")
            }
            position += 1
            skipSpaces()
        }
        isFirst = false
        guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else {
            throw malformed("no object begins")
        }
        let start = position
        try skipObject()
        return bytes[start..<position]
    }

    private mutating func skipSpaces() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func skipObject() throws {
        let start = position
        var depth = 0
        var isInString = false
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if isInString {
                if byte == UInt8(ascii: "\\") {
                    position += 1
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return }
            default: break
            }
        }
        position = min(position, bytes.count)
        throw Malformed(reason: "an object that doesn't end, begun", offset: start)
    }

    private func malformed(_ reason: String) -> Malformed {
        Malformed(reason: reason, offset: position)
    }
}
