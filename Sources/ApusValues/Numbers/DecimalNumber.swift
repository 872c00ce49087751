/// An exact decimal number of any length: digits times a power of ten, or not a number.
public struct DecimalNumber: Sendable, Hashable {
    /// What the number is.
    public enum Kind: Sendable, Hashable {
        case finite
        case infinite
        case notANumber
    }

    /// What the number is; the digits count only where it is finite.
    public var kind: Kind
    /// Whether there is a minus before it; zero may have one.
    public var isNegative: Bool
    /// The digits 0 to 9, the most significant first, without leading zeros; zero has one digit.
    public var digits: [UInt8]
    /// The power of ten that the digits, read as an integer, are multiplied by.
    public var exponent: Int

    /// The longest text that is read as a number, and the largest exponent.
    private static let limit = 20_000

    /// A number from its parts; leading zeros are dropped.
    public init(isNegative: Bool, digits: [UInt8], exponent: Int) {
        kind = .finite
        self.isNegative = isNegative
        let significant = digits.drop { $0 == 0 }
        self.digits = significant.isEmpty ? [0] : Array(significant)
        self.exponent = exponent
    }

    /// An integer.
    public init(_ integer: Int) {
        let text = String(integer.magnitude)
        self.init(
            isNegative: integer < 0, digits: text.utf8.map { $0 - 0x30 }, exponent: 0)
    }

    /// Exactly the decimal number that prints like `double`, which is the shortest one that
    /// reads back as it.
    public init(_ double: Double) {
        if let number = DecimalNumber(pythonText(of: double)) {
            self = number
        } else {
            self.init(0)
        }
    }

    /// The number that `text` writes (`-12.50`, `1e3`, `NaN`, `Infinity`), white space around it
    /// left out; nil where it writes none.
    public init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        guard bytes.count <= Self.limit else { return nil }
        let isSpace = { (byte: UInt8) in byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
        bytes = bytes.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "inf", "infinity":
            self.init(isNegative: isNegative, digits: [0], exponent: 0)
            kind = .infinite
            return
        case "nan", "snan":
            self.init(isNegative: isNegative, digits: [0], exponent: 0)
            kind = .notANumber
            return
        default: break
        }
        var read: [UInt8] = []
        var hasPoint = false
        var hasDigit = false
        var power = 0
        scan: while let byte = bytes.first {
            switch byte {
            case 0x30...0x39:
                hasDigit = true
                read.append(byte - 0x30)
                if hasPoint { power -= 1 }
            case UInt8(ascii: "."):
                guard !hasPoint else { return nil }
                hasPoint = true
            case UInt8(ascii: "_"):
                guard hasDigit else { return nil }
            default: break scan
            }
            bytes = bytes.dropFirst()
        }
        guard hasDigit else { return nil }
        if bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E") {
            bytes = bytes.dropFirst()
            guard let given = Int(String(decoding: bytes, as: UTF8.self)),
                (-1_000_000_000...1_000_000_000).contains(given)
            else { return nil }
            power += given
        } else if !bytes.isEmpty {
            return nil
        }
        self.init(isNegative: isNegative, digits: read, exponent: power)
    }

    /// Whether it is zero, with or without a minus.
    public var isZero: Bool { kind == .finite && digits == [0] }

    /// Whether it is an integer that doesn't fit an `Int`, written in full.
    public var isLargeInteger: Bool { kind == .finite && exponent == 0 && digits.count >= 19 }

    /// The exponent of the first digit.
    public var adjustedExponent: Int { exponent + digits.count - 1 }

    /// The nearest `Double`.
    public var double: Double {
        switch kind {
        case .infinite: isNegative ? -.infinity : .infinity
        case .notANumber: .nan
        case .finite: Double(scientific) ?? .nan
        }
    }

    /// The integer it is, or nil where it has a fraction or doesn't fit.
    public var exactInteger: Int? {
        guard kind == .finite, adjustedExponent < 20 else { return isZero ? 0 : nil }
        let rounded = truncated
        guard rounded.compare(to: self) == 0 else { return nil }
        return rounded.integer
    }

    /// The integer part as an `Int`, or nil where it doesn't fit.
    public var integer: Int? {
        guard kind == .finite, adjustedExponent < 20 else { return isZero ? 0 : nil }
        return Int(truncated.plain)
    }

    /// The number without its fraction.
    public var truncated: DecimalNumber {
        guard kind == .finite, exponent < 0 else { return self }
        return DecimalNumber(
            isNegative: isNegative, digits: Array(digits.dropLast(-exponent)), exponent: 0)
    }

    /// Negative, zero or positive as this number is less than, equal to or more than `other`; nil
    /// where one is not a number.
    public func compare(to other: DecimalNumber) -> Int? {
        guard kind != .notANumber, other.kind != .notANumber else { return nil }
        if isZero && other.isZero { return 0 }
        let sign = self.sign
        let otherSign = other.sign
        if sign != otherSign { return sign < otherSign ? -1 : 1 }
        if kind == .infinite || other.kind == .infinite {
            if kind == other.kind { return 0 }
            return kind == .infinite ? sign : -sign
        }
        if adjustedExponent != other.adjustedExponent {
            return adjustedExponent < other.adjustedExponent ? -sign : sign
        }
        for index in 0..<max(digits.count, other.digits.count) {
            let left = index < digits.count ? digits[index] : 0
            let right = index < other.digits.count ? other.digits[index] : 0
            if left != right { return left < right ? -sign : sign }
        }
        return 0
    }

    /// The number with exactly `places` digits after the point, a half rounded away from zero.
    /// A negative `places` rounds to tens and more.
    public func rounded(toPlaces places: Int) -> DecimalNumber {
        guard kind == .finite else { return self }
        let places = max(-Self.limit, min(Self.limit, places))
        let drop = -places - exponent
        if drop <= 0 {
            guard -drop <= 2 * Self.limit else { return self }
            return DecimalNumber(
                isNegative: isNegative,
                digits: digits + [UInt8](repeating: 0, count: isZero ? 0 : -drop),
                exponent: -places)
        }
        guard drop <= digits.count else {
            return DecimalNumber(isNegative: isNegative, digits: [0], exponent: -places)
        }
        var kept = [0] + digits.dropLast(drop)
        if digits[digits.count - drop] >= 5 {
            var index = kept.count - 1
            while kept[index] == 9 {
                kept[index] = 0
                index -= 1
            }
            kept[index] += 1
        }
        return DecimalNumber(isNegative: isNegative, digits: kept, exponent: -places)
    }

    private var sign: Int { isZero ? 0 : isNegative ? -1 : 1 }
}
