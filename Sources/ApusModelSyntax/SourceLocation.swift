/// A line of a file.
public struct SourceLocation: Hashable, Sendable {
    /// The file's path.
    public var file: String
    /// The line, counted from 1.
    public var line: Int

    /// A place from its parts.
    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }
}

/// Where in the user's file parts of a declaration stand: what is made of them can point there.
struct UserPlaces {
    private let source: SourceText
    private let start: SourceLocation
    private let canPoint: Bool

    /// The places of `source`, which begins at `start`.
    init(_ source: SourceText, _ start: SourceLocation) {
        self.source = source
        self.start = start
        canPoint =
            start.line > 0 && !start.file.isEmpty
            && start.file.utf8.allSatisfy { $0 >= 32 && $0 != Byte.quote && $0 != Byte.backslash }
    }

    /// The code `start` and `rest`, with the directives by which the compiler reports what is
    /// wrong with the beginning of `rest` at `range` of the declaration.
    func pointing(to range: Range<Int>, _ start: String, _ rest: String) -> String {
        let before = source.bytes.prefix(range.lowerBound)
        let lines = before.count { $0 == Byte.newline }
        let (line, overflow) = self.start.line.addingReportingOverflow(lines)
        guard canPoint, !overflow, line > 1 else { return start + rest }
        let lineStart = before.lastIndex(of: Byte.newline).map { $0 + 1 } ?? 0
        // The start goes on the line above, so that it leaves the column free.
        let indent = String(repeating: " ", count: min(before.count - lineStart, 500))
        return """
            #sourceLocation(file: "\(self.start.file)", line: \(line - 1))
            \(start)
            \(indent)\(rest)
            #sourceLocation()
            """
    }
}
