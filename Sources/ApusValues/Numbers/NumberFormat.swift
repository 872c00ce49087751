/// How numbers are written: the decimal mark, the places after it, and groups of digits.
public struct NumberFormat: Sendable {
    /// Between the integer part and the places after it.
    public var decimalSeparator = "."
    /// How many places are written; the rest is cut off. Nil for those that the number has.
    public var decimalPlaces: Int?
    /// The sizes of the groups of the integer part from the right; the last counts for all
    /// further ones, and 0 means that no further group follows. Empty for no groups.
    public var grouping: [Int] = []
    /// Between groups.
    public var thousandSeparator = ""

    /// Plain: a point, all places, no groups.
    public init() {}

    /// A format from its parts.
    public init(
        decimalSeparator: String = ".", decimalPlaces: Int? = nil, grouping: [Int] = [],
        thousandSeparator: String = ""
    ) {
        self.decimalSeparator = decimalSeparator
        self.decimalPlaces = decimalPlaces
        self.grouping = grouping
        self.thousandSeparator = thousandSeparator
    }

    /// English with groups: `12,345.67`.
    public static let englishGrouped = NumberFormat(grouping: [3], thousandSeparator: ",")

    /// `number`. More than 200 digits are written with an exponent.
    public func string(from number: DecimalNumber) -> String {
        guard number.kind == .finite else { return number.description }
        var number = number
        if let decimalPlaces, !number.isZero,
            number.adjustedExponent < -max(0, decimalPlaces)
        {
            number = DecimalNumber(0)
        }
        if abs(number.exponent) + number.digits.count > 200 {
            let parts = number.scientific.split(separator: "e", maxSplits: 1)
            guard parts.count == 2 else { return number.scientific }
            return string(fromPlain: String(parts[0])) + "e" + parts[1]
        }
        return string(fromPlain: number.plain)
    }

    /// `number`, with the digits that Python prints for it.
    public func string(from number: Double) -> String {
        let text = pythonText(of: number)
        if text.utf8.contains(UInt8(ascii: "e")), let decimal = DecimalNumber(text) {
            return string(from: decimal)
        }
        return string(fromPlain: text)
    }

    /// `number`.
    public func string(from number: Int) -> String { string(fromPlain: String(number)) }

    /// The number that `text` writes without an exponent: `-1234.5`.
    public func string(fromPlain text: String) -> String {
        var rest = text[...]
        let isNegative = rest.hasPrefix("-")
        if isNegative { rest = rest.dropFirst() }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let integer = parts.first.map(String.init) ?? ""
        var fraction = parts.count > 1 ? String(parts[1]) : ""
        if let decimalPlaces {
            fraction = String(fraction.prefix(max(0, decimalPlaces)))
            let missing = min(1000, decimalPlaces) - fraction.utf8.count
            fraction += String(repeating: "0", count: max(0, missing))
        }
        return (isNegative ? "-" : "") + grouped(integer)
            + (fraction.isEmpty ? "" : decimalSeparator + fraction)
    }

    private func grouped(_ digits: String) -> String {
        guard let first = grouping.first, first > 0 else { return digits }
        var sizes = grouping.dropFirst()
        var size = first
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.utf8.count > size, size > 0 {
            groups.append(rest.suffix(size))
            rest = rest.dropLast(size)
            if let next = sizes.first {
                sizes = sizes.dropFirst()
                // Zero ends the grouping only where it is asked for by a list of sizes.
                size = next
            }
        }
        groups.append(rest)
        return groups.reversed().joined(separator: thousandSeparator)
    }
}
