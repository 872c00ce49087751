extension PlainText {
    /// `text` with its lines broken at spaces so that they have at most `width` characters where
    /// their words allow it; ends of line stay.
    public static func wrap(_ text: String, width: Int) -> String {
        var result: [String] = []
        for line in splitLines(text) {
            let wrapped = wrapLine(line, width: width)
            result += wrapped.isEmpty ? [line] : wrapped
        }
        if text.utf8.last == 0x0A { result.append("") }
        return result.joined(separator: "\n")
    }

    /// Breaks one line. Its own spaces stay, but for those at a break; tabs are as wide as to the
    /// next eighth column.
    private static func wrapLine(_ line: String, width: Int) -> [String] {
        var chunks = chunksOfWordsAndSpaces(expandingTabs(line))[...]
        var lines: [String] = []
        while !chunks.isEmpty {
            var current: [(text: String, count: Int, isSpace: Bool)] = []
            var length = 0
            if let first = chunks.first, first.isSpace, !lines.isEmpty {
                chunks.removeFirst()
            }
            while let next = chunks.first, length + next.count <= width {
                current.append(next)
                length += next.count
                chunks.removeFirst()
            }
            // A word longer than the line stands alone.
            if let next = chunks.first, next.count > width, current.isEmpty {
                current.append(next)
                chunks.removeFirst()
            }
            if let last = current.last, last.isSpace { current.removeLast() }
            if !current.isEmpty { lines.append(current.map(\.text).joined()) }
        }
        return lines
    }

    private static func chunksOfWordsAndSpaces(
        _ line: String
    ) -> [(text: String, count: Int, isSpace: Bool)] {
        var chunks: [(text: String, count: Int, isSpace: Bool)] = []
        for scalar in line.unicodeScalars {
            let isSpace = scalar.value == 0x20 || (0x09...0x0D).contains(scalar.value)
            if let last = chunks.indices.last, chunks[last].isSpace == isSpace {
                chunks[last].text.unicodeScalars.append(scalar)
                chunks[last].count += 1
            } else {
                chunks.append((String(scalar), 1, isSpace))
            }
        }
        return chunks
    }

    private static func expandingTabs(_ line: String) -> String {
        guard line.utf8.contains(0x09) else { return line }
        var result = String.UnicodeScalarView()
        var column = 0
        for scalar in line.unicodeScalars {
            guard scalar == "\t" else {
                result.append(scalar)
                column += 1
                continue
            }
            repeat {
                result.append(" ")
                column += 1
            } while column % 8 != 0
        }
        return String(result)
    }
}
