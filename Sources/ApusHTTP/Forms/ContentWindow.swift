/// Looks for bytes in a content and reads places of it, without having all of it in memory where it
/// is kept elsewhere.
struct ContentWindow {
    private let content: Content
    /// What was read last, and where it begins in the content.
    private var window: [UInt8] = []
    private var start = 0

    /// How much is read at a time.
    private static let size = 64 << 10

    /// A content in memory is looked at where it is.
    init(_ content: Content) {
        self.content = content
        if case .memory(let bytes) = content.storage { window = bytes }
    }

    var count: Int { content.count }

    /// The first place at or after `place` where `pattern` stands.
    mutating func first(_ pattern: BytePattern, from place: Int) throws(FormError) -> Int? {
        var here = place
        while here < content.count {
            try show(here)
            let found = window.withUnsafeBufferPointer { pattern.first(in: $0, from: here - start) }
            if let found { return start + found }
            let end = start + window.count
            if end == content.count { return nil }
            // The pattern may stand across the window's end.
            here = max(end - pattern.count + 1, here + 1)
        }
        return nil
    }

    /// The bytes at `range`, which must be there.
    func bytes(_ range: Range<Int>) throws(FormError) -> [UInt8] {
        if range.lowerBound >= start, range.upperBound <= start + window.count {
            return Array(window[range.lowerBound - start..<range.upperBound - start])
        }
        do { return try content.read(at: range.lowerBound, range.count) } catch {
            throw .unreadable("\(error)")
        }
    }

    /// The bytes at `range` without reading them.
    func content(_ range: Range<Int>) -> Content { content[range] }

    /// Has the window hold what stands at `place`, with enough behind it to look for a boundary.
    private mutating func show(_ place: Int) throws(FormError) {
        let end = start + window.count
        if place >= start, place < end, end == content.count || end - place > 1024 { return }
        do {
            window = try content.read(at: place, min(Self.size, content.count - place))
            start = place
        } catch {
            throw .unreadable("\(error)")
        }
    }
}
