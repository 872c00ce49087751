/// The header of one part of a multipart body: its fields by name, and where its content is.
struct PartHeader {
    private(set) var fields: [String: FieldValue] = [:]
    /// The part's content, as a range of the body.
    let content: Range<Int>

    var disposition: FieldValue? { fields["content-disposition"] }
    var isBase64: Bool { fields["content-transfer-encoding"]?.value == "base64" }

    /// Reads the header of the part at `range`. Lines that can't be read are left out. A header
    /// must end within `limit` bytes; a shorter part without one is all content.
    init(_ range: Range<Int>, of window: ContentWindow, limit: Int) throws(FormError) {
        let bytes = try window.bytes(
            range.lowerBound..<range.lowerBound + min(range.count, limit))
        let found = bytes.withUnsafeBufferPointer { $0.firstBlankLine }
        guard let end = found else {
            guard range.count < limit else { throw .partHeaderTooLarge(limit: limit) }
            content = range
            return
        }
        content = range.lowerBound + end + 4..<range.upperBound
        bytes.withUnsafeBufferPointer { readLines($0, to: end) }
    }

    private mutating func readLines(_ bytes: UnsafeBufferPointer<UInt8>, to end: Int) {
        var start = 0
        for place in 0...end {
            guard place == end || bytes[place] == .carriageReturn && bytes[place + 1] == .lineFeed
            else { continue }
            if place > start { readLine(bytes.slice(start..<place)) }
            start = place + 2
        }
    }

    private mutating func readLine(_ line: UnsafeBufferPointer<UInt8>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let value = String(validating: line.slice(colon + 1..<line.count), as: UTF8.self),
            let field = try? FieldValue(parsing: value)
        else { return }
        var nameEnd = colon
        while nameEnd > 0, line[nameEnd - 1] == .space { nameEnd -= 1 }
        fields[String(decoding: line.slice(0..<nameEnd), as: UTF8.self).lowercased()] = field
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where CRLF CRLF begins.
    fileprivate var firstBlankLine: Int? {
        var place = 0
        while place + 4 <= count {
            if self[place] == .carriageReturn, self[place + 1] == .lineFeed,
                self[place + 2] == .carriageReturn, self[place + 3] == .lineFeed
            {
                return place
            }
            place += 1
        }
        return nil
    }
}
