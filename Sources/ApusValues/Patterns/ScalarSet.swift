/// What one place of a pattern matches.
struct ScalarSet: Sendable {
    enum Kind: Sendable {
        case digit, space, word
    }

    var ranges: [ClosedRange<UInt32>] = []
    var kinds: [(kind: Kind, isNegative: Bool)] = []
    var isNegative = false
    var ignoresCase = false
    var isASCII = false

    /// One scalar.
    init(_ scalar: UnicodeScalar, flags: PatternFlags) {
        self.init(flags)
        ranges = [scalar.value...scalar.value]
    }

    /// Nothing yet.
    init(_ flags: PatternFlags) {
        ignoresCase = flags.ignoresCase
        isASCII = flags.isASCII
    }

    func contains(_ scalar: UnicodeScalar) -> Bool {
        var found = holds(scalar)
        if !found, ignoresCase {
            let folded = scalar.folded
            found =
                folded != scalar && holds(folded)
                || folded.caseVariants.contains { $0 != scalar && holds($0) }
        }
        return found != isNegative
    }

    private func holds(_ scalar: UnicodeScalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) }
            || kinds.contains { Self.has(scalar, $0.kind, isASCII: isASCII) != $0.isNegative }
    }

    static func has(_ scalar: UnicodeScalar, _ kind: Kind, isASCII: Bool) -> Bool {
        if isASCII, !scalar.isASCII { return false }
        return switch kind {
        case .digit: scalar.isDecimalDigit
        case .space: scalar.isPythonSpace
        case .word: scalar.isWordCharacter
        }
    }
}

extension UnicodeScalar {
    /// The letter in small, where it is one scalar.
    var folded: UnicodeScalar {
        switch value {
        case 0..<0x41, 0x5B..<0x80: return self
        case 0x41...0x5A: return UnicodeScalar(value + 32) ?? self
        case 0x130, 0x131: return "i"
        case 0x17F: return "s"
        default:
            let mapping = properties.lowercaseMapping.unicodeScalars
            return mapping.count == 1 ? mapping.first ?? self : self
        }
    }

    /// The other forms of a small letter.
    var caseVariants: [UnicodeScalar] {
        var variants: [UnicodeScalar] = []
        let upper = properties.uppercaseMapping.unicodeScalars
        if upper.count == 1, let upper = upper.first { variants.append(upper) }
        switch self {
        case "i": variants += ["\u{130}", "\u{131}"]
        case "s": variants.append("\u{17F}")
        case "k": variants.append("\u{212A}")
        default: break
        }
        return variants
    }
}
