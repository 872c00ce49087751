/// Names of domains (RFC 1034, section 3.1, and letters of any script for internationalised ones),
/// by the rules that Django's validators have.
enum DomainName {
    private typealias Label = ArraySlice<UnicodeScalar>

    /// Whether `text` is a domain's name of at least two labels; a dot may end it.
    static func isValid(_ text: String, acceptIDNA: Bool = true) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count <= 255 else { return false }
        if acceptIDNA { return isHost(scalars[...], endsWithDot: true) }
        guard scalars.allSatisfy(\.isASCII) else { return false }
        var labels = labels(of: scalars[...])
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        guard labels.count >= 2, let last = labels.last, last.count >= 2 else { return false }
        return labels.allSatisfy { $0.isLabel { $0.isASCIIAlphanumeric } }
    }

    /// Whether the scalars are a host's name with a top-level domain, as e-mail addresses and URLs
    /// have it.
    static func isHost(_ host: ArraySlice<UnicodeScalar>, endsWithDot: Bool) -> Bool {
        var labels = labels(of: host)
        if endsWithDot, labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        guard labels.count >= 2, let top = labels.popLast() else { return false }
        return isTop(top) && labels.allSatisfy { $0.isLabel { $0.isHostLetter || $0.isASCIIDigit } }
    }

    private static func labels(of host: ArraySlice<UnicodeScalar>) -> [Label] {
        host.split(separator: ".", omittingEmptySubsequences: false)
    }

    /// A top-level domain: letters and dashes, or the ASCII form of an internationalised one.
    private static func isTop(_ label: Label) -> Bool {
        if label.first == "-" || label.last == "-" { return false }
        if (2...63).contains(label.count), label.allSatisfy({ $0 == "-" || $0.isHostLetter }) {
            return true
        }
        guard label.count > 4, label.count <= 63,
            String(String.UnicodeScalarView(label.prefix(4))).lowercased() == "xn--"
        else { return false }
        return label.dropFirst(4).allSatisfy { $0.isPlainLetter || $0.isASCIIDigit }
    }
}

extension ArraySlice<UnicodeScalar> {
    /// One to 63 scalars that are allowed, dashes only inside.
    fileprivate func isLabel(_ isAllowed: (UnicodeScalar) -> Bool) -> Bool {
        (1...63).contains(count) && first != "-" && last != "-"
            && allSatisfy { $0 == "-" || isAllowed($0) }
    }
}

extension UnicodeScalar {
    var isASCIIDigit: Bool { (0x30...0x39).contains(value) }

    var isASCIIAlphanumeric: Bool { isASCII && (isASCIIDigit || isPlainLetter) }

    /// A to Z in capitals or not, and the four letters that are those in other clothes to a pattern
    /// which ignores case: dotted and dotless i, the long s, the kelvin sign.
    var isPlainLetter: Bool {
        switch value {
        case 0x41...0x5A, 0x61...0x7A, 0x130, 0x131, 0x17F, 0x212A: true
        default: false
        }
    }

    /// A letter of a host's name: A to Z, or anything from U+00A1 to U+FFFF.
    var isHostLetter: Bool { isPlainLetter || (0xA1...0xFFFF).contains(value) }
}
