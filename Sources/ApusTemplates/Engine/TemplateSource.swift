/// The text of a template with its name, kept for the sake of error messages.
public final class TemplateSource: Sendable {
    /// The name by which the template was asked for.
    public let name: String
    /// The file it was read from, or nil.
    public let path: String?
    /// The text, UTF-8.
    let bytes: [UInt8]

    init(name: String, path: String? = nil, bytes: [UInt8]) {
        self.name = name
        self.path = path
        self.bytes = bytes
    }

    /// The line and column, both from 1, of the byte at `offset`; columns count characters.
    func position(of offset: Int) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }

    /// The lines from `line - context` to `line + context`, each with its number.
    func excerpt(around line: Int, context: Int = 5) -> [TemplateError.SourceLine] {
        let first = max(1, line - context)
        var result: [TemplateError.SourceLine] = []
        var number = 0
        for text in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            if number < first { continue }
            if number > line + context { break }
            let trimmed = text.last == 0x0D ? text.dropLast() : text
            result.append(
                TemplateError.SourceLine(
                    number: number, text: String(decoding: trimmed.prefix(1000), as: UTF8.self)))
        }
        return result
    }
}
