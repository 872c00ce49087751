/// What of a content the Range field asks for (RFC 9110, section 14.2).
///
/// Ranges that overlap, or that lie closer together than the header of a part is long, are sent as
/// one. More than 32 ranges are an attack rather than a question: the field is ignored then, as it
/// is where it is malformed or in another unit.
public enum ByteRanges: Hashable, Sendable {
    /// All of it: the field asks for nothing that is understood.
    case whole
    /// These parts, in the order in which they were asked for: at least one, none of them empty.
    case parts([Range<Int>])
    /// Only for what lies behind the end: 416.
    case unsatisfiable

    /// A field with more ranges is ignored.
    public static let mostRanges = 32

    /// What `field` asks for of a content with `count` bytes. An empty content is always whole.
    public init(_ field: String?, of count: Int) {
        guard let field, count > 0, let ranges = Self.parse(field) else {
            self = .whole
            return
        }
        var parts: [Range<Int>] = []
        for range in ranges {
            if let part = range.part(of: count) { Self.add(part, to: &parts) }
        }
        self = parts.isEmpty ? .unsatisfiable : .parts(parts)
    }

    /// A part's header takes about as many bytes: ranges with a smaller gap between them are one.
    private static let gap = 80

    private static func add(_ part: Range<Int>, to parts: inout [Range<Int>]) {
        var part = part
        while let place = parts.firstIndex(where: {
            part.lowerBound - gap <= $0.upperBound && $0.lowerBound - gap <= part.upperBound
        }) {
            let other = parts.remove(at: place)
            part =
                min(part.lowerBound, other.lowerBound)..<max(part.upperBound, other.upperBound)
        }
        parts.append(part)
    }

    /// One range as it was asked for.
    private struct Spec {
        /// Nil for the last bytes.
        var first: Int?
        /// Nil for all up to the end; the number of last bytes where `first` is nil.
        var last: Int?

        func part(of count: Int) -> Range<Int>? {
            guard let first else {
                guard let last, last > 0 else { return nil }
                return max(0, count - last)..<count
            }
            guard first < count else { return nil }
            return first..<min(count - 1, last ?? count - 1) + 1
        }
    }

    /// The ranges that `field` lists, nil where it isn't understood.
    private static func parse(_ field: String) -> [Spec]? {
        let parts = field.utf8.split(
            separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2,
            String(decoding: parts[0], as: UTF8.self).trimmingWhitespace.lowercased() == "bytes"
        else { return nil }
        var specs: [Spec] = []
        for member in parts[1].split(separator: UInt8(ascii: ",")) {
            let member = member.drop { $0.isBlank }
            if member.isEmpty { continue }
            guard specs.count < mostRanges, let spec = parse(spec: member) else { return nil }
            specs.append(spec)
        }
        return specs.isEmpty ? nil : specs
    }

    private static func parse(spec: Substring.UTF8View) -> Spec? {
        let first = spec.prefix { $0.isDigit }
        var rest = spec[first.endIndex...]
        guard rest.popFirst() == UInt8(ascii: "-") else { return nil }
        let last = rest.prefix { $0.isDigit }
        guard rest[last.endIndex...].allSatisfy({ $0.isBlank }) else { return nil }
        let result = Spec(first: number(first), last: number(last))
        guard result.first != nil || result.last != nil else { return nil }
        if let first = result.first, let last = result.last, last < first { return nil }
        return result
    }

    /// The number, nil for no digits; one that is too large is as good as the largest.
    private static func number(_ digits: Substring.UTF8View) -> Int? {
        digits.isEmpty ? nil : Int(String(Substring(digits))) ?? .max
    }
}
