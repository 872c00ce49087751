extension DecimalNumber: CustomStringConvertible {
    /// As Python's `Decimal` prints: plain, or with an exponent where that is shorter.
    public var description: String {
        switch kind {
        case .notANumber: return isNegative ? "-NaN" : "NaN"
        case .infinite: return isNegative ? "-Infinity" : "Infinity"
        case .finite: break
        }
        if exponent <= 0 && adjustedExponent >= -6 { return plain }
        return scientificText(exponentMark: "E")
    }

    /// With an exponent, one digit before the point: `1.25e+3`.
    public var scientific: String { scientificText(exponentMark: "e") }

    /// Without an exponent: `-0.00125`.
    public var plain: String {
        guard kind == .finite else { return description }
        var text = isNegative ? "-" : ""
        if exponent >= 0 {
            text += Self.text(digits[...])
            if !isZero { text += String(repeating: "0", count: min(exponent, 100_000)) }
        } else if digits.count > -exponent {
            let split = digits.count + exponent
            text += Self.text(digits[..<split]) + "." + Self.text(digits[split...])
        } else {
            text += "0." + String(repeating: "0", count: min(-exponent - digits.count, 100_000))
            text += Self.text(digits[...])
        }
        return text
    }

    private func scientificText(exponentMark: String) -> String {
        var text = isNegative ? "-" : ""
        text += Self.text(digits[..<1])
        if digits.count > 1 { text += "." + Self.text(digits[1...]) }
        text += exponentMark + (adjustedExponent < 0 ? "-" : "+")
        return text + String(abs(adjustedExponent))
    }

    private static func text(_ digits: ArraySlice<UInt8>) -> String {
        String(decoding: digits.lazy.map { $0 + 0x30 }, as: UTF8.self)
    }
}
