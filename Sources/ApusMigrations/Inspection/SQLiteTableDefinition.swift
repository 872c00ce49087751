import ApusORM

/// What SQLite tells of a table only by its CREATE TABLE: the names of constraints, conditions, and
/// what computes a column.
struct SQLiteTableDefinition {
    struct Column {
        var isJSON = false
        var generated: GeneratedColumn?
    }

    /// By the names of the columns in lower case.
    var columns: [String: Column] = [:]
    /// The CHECKs with a name.
    var checks: [(name: String, condition: String)] = []
    /// The UNIQUEs with a name, their columns in lower case.
    var uniques: [(name: String, columns: [String])] = []

    init() {}

    /// Reads a CREATE TABLE, as SQLite keeps it.
    init(_ sql: String) {
        let tokens = SQLiteTokens(sql)
        guard let open = tokens.firstIndex(of: "(") else { return }
        for part in tokens.parts(inside: open) { read(part, of: tokens) }
    }

    private mutating func read(_ part: Range<Int>, of tokens: SQLiteTokens) {
        var index = part.lowerBound
        var name: String?
        if tokens.isWord(index, "constraint"), index + 1 < part.upperBound {
            name = tokens.name(at: index + 1)
            index += 2
        }
        if tokens.isWord(index, "check"), index + 1 < part.upperBound {
            if let name {
                checks.append((name, tokens.inner(of: index + 1)))
            }
        } else if tokens.isWord(index, "unique"), index + 1 < part.upperBound {
            let columns = tokens.parts(inside: index + 1).map {
                tokens.name(at: $0.lowerBound).lowercased()
            }
            if let name { uniques.append((name, columns)) }
        } else if name == nil,
            !["primary", "foreign"].contains(where: { tokens.isWord(index, $0) })
        {
            readColumn(part, of: tokens)
        }
    }

    private mutating func readColumn(_ part: Range<Int>, of tokens: SQLiteTokens) {
        guard !part.isEmpty else { return }
        var column = Column()
        var index = part.lowerBound + 1
        while index + 1 < part.upperBound {
            if tokens.isWord(index, "check") {
                if tokens.inner(of: index + 1).lowercased().contains("json_valid(") {
                    column.isJSON = true
                }
                index = tokens.end(of: index + 1)
            } else if tokens.isWord(index, "as"), tokens.isSymbol(index + 1, "(") {
                let end = tokens.end(of: index + 1)
                column.generated = GeneratedColumn(
                    tokens.inner(of: index + 1),
                    stored: (end..<part.upperBound).contains { tokens.isWord($0, "stored") })
                index = end
            } else {
                index += 1
            }
        }
        columns[tokens.name(at: part.lowerBound).lowercased()] = column
    }
}

/// The words, names, literals and symbols of an SQL statement.
struct SQLiteTokens {
    private let text: [UInt8]
    private var ranges: [Range<Int>] = []

    init(_ sql: String) {
        text = Array(sql.utf8)
        var position = 0
        while position < text.count {
            let start = position
            let byte = text[position]
            position += 1
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            case UInt8(ascii: "-") where position < text.count && text[position] == byte:
                while position < text.count, text[position] != 0x0A { position += 1 }
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "["):
                let end = byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : byte
                while position < text.count {
                    position += 1
                    guard text[position - 1] == end else { continue }
                    // A doubled quote stands for itself.
                    if position < text.count, text[position] == end { position += 1 } else { break }
                }
            case _ where Self.isWordByte(byte):
                while position < text.count, Self.isWordByte(text[position]) { position += 1 }
            default: break
            }
            ranges.append(start..<position)
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: text[range], as: UTF8.self)
    }

    /// The token's text as it is written; empty where there is none.
    private func raw(_ index: Int) -> String {
        ranges.indices.contains(index) ? text(ranges[index]) : ""
    }

    func isSymbol(_ index: Int, _ symbol: String) -> Bool { raw(index) == symbol }

    func isWord(_ index: Int, _ word: String) -> Bool { raw(index).lowercased() == word }

    func firstIndex(of symbol: String) -> Int? { ranges.indices.first { raw($0) == symbol } }

    /// The name that a token is, without its quotes.
    func name(at index: Int) -> String {
        let raw = raw(index)
        guard let first = raw.first, raw.count >= 2, "\"'`[".contains(first) else { return raw }
        let quote = first == "[" ? "]" : String(first)
        return String(raw.dropFirst().dropLast()).replacing(quote + quote, with: quote)
    }

    /// The place behind the bracket that closes the one at `index`; behind `index` where none opens.
    func end(of index: Int) -> Int {
        guard isSymbol(index, "(") else { return index + 1 }
        var depth = 0
        var position = index
        while position < ranges.count {
            if isSymbol(position, "(") { depth += 1 }
            if isSymbol(position, ")") { depth -= 1 }
            position += 1
            if depth == 0 { return position }
        }
        return ranges.count
    }

    /// The text between the bracket at `index` and the one that closes it.
    func inner(of index: Int) -> String {
        let end = end(of: index)
        guard isSymbol(index, "("), end - 1 > index else { return "" }
        return text(ranges[index].upperBound..<ranges[end - 1].lowerBound)
    }

    /// The parts between commas inside the bracket at `index`.
    func parts(inside index: Int) -> [Range<Int>] {
        let end = end(of: index) - 1
        var parts: [Range<Int>] = []
        var start = index + 1
        var position = start
        while position < end {
            if isSymbol(position, "(") {
                position = self.end(of: position)
            } else if isSymbol(position, ",") {
                parts.append(start..<position)
                position += 1
                start = position
            } else {
                position += 1
            }
        }
        if start < end { parts.append(start..<end) }
        return parts
    }

    /// What stands behind the first `word` that is in no bracket.
    func text(behind word: String) -> String? {
        var position = 0
        while position < ranges.count {
            if isWord(position, word), position + 1 < ranges.count {
                return text(ranges[position + 1].lowerBound..<text.count)
            }
            position = isSymbol(position, "(") ? end(of: position) : position + 1
        }
        return nil
    }
}
