internal import ApusValues
internal import Glibc

/// Python's `%` formats with one value: `08.3f`, `-10s`, `x`.
enum PercentFormat {
    private static let widest = 10_000

    /// `value` in the format `text`, which lacks its `%`; nil where the format is none or doesn't
    /// fit the value.
    static func string(of value: DynamicValue, _ text: String) -> String? {
        var bytes = Array(text.utf8)[...]
        var flags = Set<UInt8>()
        while let byte = bytes.first, "-+ #0".utf8.contains(byte) {
            flags.insert(byte)
            bytes = bytes.dropFirst()
        }
        guard let width = number(&bytes) else { return nil }
        var precision: Int?
        if bytes.first == UInt8(ascii: ".") {
            bytes = bytes.dropFirst()
            guard let places = number(&bytes) else { return nil }
            precision = places
        }
        while let byte = bytes.first, "hlL".utf8.contains(byte) { bytes = bytes.dropFirst() }
        guard let letter = bytes.first else { return nil }
        let rest = String(decoding: bytes.dropFirst(), as: UTF8.self)
        // Only one value is there: a second directive has none.
        guard !rest.utf8.contains(UInt8(ascii: "%")),
            let body = converted(value, letter, flags, precision)
        else { return nil }
        return padded(body, to: width, flags, isNumber: !"sra".utf8.contains(letter)) + rest
    }

    /// `number` with `places` digits after the point, a half rounded to even.
    static func fixed(_ number: Double, places: Int) -> String {
        printed("f", number, places, alternate: false) ?? "0"
    }

    private static func number(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        let digits = bytes.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard digits.count <= 5 else { return nil }
        bytes = bytes.dropFirst(digits.count)
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return number <= widest ? number : nil
    }

    private static func converted(
        _ value: DynamicValue, _ letter: UInt8, _ flags: Set<UInt8>, _ precision: Int?
    ) -> String? {
        switch Unicode.Scalar(letter) {
        case "s": return truncated(value.text, precision)
        case "r", "a": return truncated(value.literal, precision)
        case "c":
            if case .int(let code) = value {
                return UInt32(exactly: code).flatMap(Unicode.Scalar.init).map { String($0) }
            }
            guard case .string(let text) = value, text.unicodeScalars.count == 1 else { return nil }
            return text
        case "d", "i", "u":
            guard value.number != nil, let number = value.asDecimalInteger else { return nil }
            return signed(number.plain, flags, precision)
        case "x", "X", "o":
            let integer: Int
            switch value {
            case .int(let number): integer = number
            case .bool(let flag): integer = flag ? 1 : 0
            default: return nil
            }
            let radix = letter == UInt8(ascii: "o") ? 8 : 16
            let text = String(
                integer.magnitude, radix: radix, uppercase: letter == UInt8(ascii: "X"))
            let prefix =
                flags.contains(UInt8(ascii: "#")) ? "0" + String(UnicodeScalar(letter)) : ""
            return signed((integer < 0 ? "-" : "") + prefix + text, flags, precision)
        case "e", "E", "f", "F", "g", "G":
            guard let number = value.number?.double else { return nil }
            if !number.isFinite {
                let text = number.isNaN ? "nan" : number < 0 ? "-inf" : "inf"
                return signed(letter < 0x61 ? text.uppercased() : text, flags, nil)
            }
            guard
                let text = printed(
                    String(UnicodeScalar(letter)), number, precision ?? 6,
                    alternate: flags.contains(UInt8(ascii: "#")))
            else { return nil }
            return signed(text, flags, nil)
        default: return nil
        }
    }

    private static func truncated(_ text: String, _ precision: Int?) -> String {
        precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
    }

    /// With the sign that the flags ask for and at least `precision` digits.
    private static func signed(_ text: String, _ flags: Set<UInt8>, _ precision: Int?) -> String {
        let isNegative = text.hasPrefix("-")
        var digits = isNegative ? String(text.dropFirst()) : text
        if let precision, digits.utf8.count < precision {
            digits = String(repeating: "0", count: precision - digits.utf8.count) + digits
        }
        if isNegative { return "-" + digits }
        if flags.contains(UInt8(ascii: "+")) { return "+" + digits }
        return flags.contains(UInt8(ascii: " ")) ? " " + digits : digits
    }

    private static func padded(
        _ text: String, to width: Int, _ flags: Set<UInt8>, isNumber: Bool
    ) -> String {
        let missing = width - text.unicodeScalars.count
        guard missing > 0 else { return text }
        if flags.contains(UInt8(ascii: "-")) {
            return text + String(repeating: " ", count: missing)
        }
        guard isNumber, flags.contains(UInt8(ascii: "0")) else {
            return String(repeating: " ", count: missing) + text
        }
        let sign = text.prefix { "+- ".contains($0) }
        return sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count)
    }

    private static func printed(
        _ letter: String, _ number: Double, _ precision: Int, alternate: Bool
    ) -> String? {
        let format = "%\(alternate ? "#" : "").\(precision)\(letter)"
        return withVaList([number]) { arguments in
            var buffer = [CChar](repeating: 0, count: 400 + precision)
            let count = vsnprintf(&buffer, buffer.count, format, arguments)
            guard count >= 0, count < buffer.count else { return nil }
            return String(
                decoding: buffer[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
