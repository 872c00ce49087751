/// Reads a short text from its start.
struct TextScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Takes `text` where it is next.
    mutating func take(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    /// Takes as many digits as there are, which must be so many.
    mutating func digits(_ counts: ClosedRange<Int>) -> String? {
        var end = position
        while end < bytes.count, bytes[end] >= 0x30, bytes[end] <= 0x39,
            end - position < counts.upperBound
        {
            end += 1
        }
        guard counts.contains(end - position) else { return nil }
        defer { position = end }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    mutating func number(_ counts: ClosedRange<Int>) -> Int? { digits(counts).flatMap { Int($0) } }

    /// Takes a mark and up to twelve digits, and gives the first six as microseconds.
    mutating func fraction(marks: [String] = [".", ","]) -> Int? {
        let start = position
        guard marks.contains(where: { take($0) }), let digits = digits(1...12) else {
            position = start
            return nil
        }
        let six = digits.prefix(6)
        return Int(six + String(repeating: "0", count: 6 - six.utf8.count))
    }

    /// Takes `12`, `1.5` or `1,5` with `unit` after it.
    mutating func isoPart(_ unit: String) -> Double? {
        let start = position
        guard var text = digits(1...15) else { return nil }
        if take(".") || take(",") {
            guard let rest = digits(1...15) else {
                position = start
                return nil
            }
            text += "." + rest
        }
        guard take(unit) else {
            position = start
            return nil
        }
        return Double(text)
    }

    /// Takes white space.
    mutating func skipSpace() {
        while let byte = next, byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { position += 1 }
    }
}
