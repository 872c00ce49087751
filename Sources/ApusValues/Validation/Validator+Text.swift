extension Validator where Value == String {
    /// An e-mail address (RFC 5321's, with names of hosts and addresses in brackets).
    public static var email: Validator { email() }

    /// An e-mail address; hosts in `allowing` need no dot.
    public static func email(allowing hosts: Set<String> = ["localhost"]) -> Validator {
        Validator("Enter a valid email address.") { EmailAddress.isValid($0, allowing: hosts) }
    }

    /// A URL of the schemes http, https, ftp and ftps.
    public static var url: Validator { url() }

    /// A URL of one of `schemes`, at most 2,048 characters long.
    public static func url(
        schemes: [String] = ["http", "https", "ftp", "ftps"]
    ) -> Validator {
        Validator("Enter a valid URL.") { WebAddress.isValid($0, schemes: schemes) }
    }

    /// Text in which `pattern`, a regular expression as Python writes it, is found; with `inverse`,
    /// in which it isn't found. A pattern that takes too long on a text refuses it, and one that is
    /// no pattern refuses all, saying why.
    public static func regex(
        _ pattern: String, ignoringCase: Bool = false, inverse: Bool = false
    ) -> Validator {
        let compiled = Result { () throws(PatternError) in
            try Pattern(pattern, ignoringCase: ignoringCase)
        }
        return Validator { text in
            let pattern: Pattern
            do {
                pattern = try compiled.get()
            } catch {
                throw ValidationError("\(error)", code: "pattern", parameters: ["value": text])
            }
            let isFound = try? pattern.matches(in: text)
            if isFound == nil || isFound == inverse {
                throw ValidationError("Enter a valid value.", parameters: ["value": text])
            }
        }
    }

    /// ASCII letters, digits, `_` and `-`.
    public static var slug: Validator {
        Validator(
            "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."
        ) { text in
            !text.isEmpty
                && text.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                    default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                    }
                }
        }
    }

    /// Letters and digits of any script, `_` and `-`.
    public static var unicodeSlug: Validator {
        Validator(
            "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens."
        ) { text in
            !text.isEmpty && text.unicodeScalars.allSatisfy { $0 == "-" || $0.isWordCharacter }
        }
    }

    /// An IPv4 address: four numbers without leading zeros.
    public static var ipv4Address: Validator {
        Validator("Enter a valid IPv4 address.", isMet: InternetAddress.isIPv4)
    }

    /// An IPv6 address.
    public static var ipv6Address: Validator {
        Validator("Enter a valid IPv6 address.") { InternetAddress.isIPv6($0) }
    }

    /// An IPv4 or IPv6 address.
    public static var ipAddress: Validator {
        Validator("Enter a valid IPv4 or IPv6 address.") {
            InternetAddress.isIPv4($0) || InternetAddress.isIPv6($0)
        }
    }

    /// A domain's name with at least one dot.
    public static var domainName: Validator { domainName() }

    /// A domain's name; without `acceptIDNA` in ASCII only.
    public static func domainName(acceptIDNA: Bool = true) -> Validator {
        Validator("Enter a valid domain name.") {
            DomainName.isValid($0, acceptIDNA: acceptIDNA)
        }
    }

    /// Digits, with a minus or not.
    public static var integer: Validator {
        Validator("Enter a valid integer.") { text in
            let digits =
                text.unicodeScalars.first == "-"
                ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
            return !digits.isEmpty && digits.allSatisfy(\.isDecimalDigit)
        }
    }

    /// Integers with commas between them.
    public static var commaSeparatedIntegers: Validator {
        integerList().saying("Enter only digits separated by commas.")
    }

    /// Integers with `separator` between them.
    public static func integerList(
        separator: String = ",", allowNegative: Bool = false
    ) -> Validator {
        Validator("Enter a valid value.") { text in
            guard !separator.isEmpty else { return false }
            let parts = text.unicodeScalars.split(
                separator: separator.unicodeScalars, omittingEmptySubsequences: false)
            return parts.allSatisfy { part in
                let digits = allowNegative && part.first == "-" ? part.dropFirst() : part
                return !digits.isEmpty && digits.allSatisfy(\.isDecimalDigit)
            }
        }
    }

    /// Text without the character U+0000, which databases and files can't have.
    public static var noNullCharacters: Validator {
        Validator("Null characters are not allowed.", code: "null_characters_not_allowed") {
            !$0.utf8.contains(0)
        }
    }

    /// The name of a file with one of these extensions, in capitals or not.
    public static func fileExtension(_ allowed: [String]) -> Validator {
        let known = allowed.map { $0.lowercased() }
        return Validator { name in
            let found = fileSuffix(name).lowercased()
            if known.contains(found) { return }
            let list = known.joined(separator: ", ")
            throw ValidationError(
                "File extension “\(found)” is not allowed. Allowed extensions are: \(list).",
                code: "invalid_extension",
                parameters: ["extension": found, "allowed_extensions": list, "value": name])
        }
    }
}

/// What stands behind the last dot of a path's last part; nothing where that dot begins or ends it.
private func fileSuffix(_ path: String) -> String {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
    guard let name = parts.last, let dot = name.lastIndex(of: UInt8(ascii: ".")),
        dot > name.startIndex, name.index(after: dot) < name.endIndex
    else { return "" }
    // What begins with dots only is a hidden file's name and not a suffix.
    guard name[..<dot].contains(where: { $0 != UInt8(ascii: ".") }) else { return "" }
    return String(Substring(name[name.index(after: dot)...]))
}

extension UnicodeScalar {
    /// A digit of any script.
    var isDecimalDigit: Bool { properties.generalCategory == .decimalNumber }

    /// A letter or a number of any script, or `_`: what `\w` means to Python.
    var isWordCharacter: Bool {
        if self == "_" { return true }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber:
            return true
        default:
            // Superscripts, fractions and the like, of which Python takes those with a value.
            return properties.numericType != nil
        }
    }

    /// White space as Python's `\s` has it.
    var isPythonSpace: Bool { (0x1C...0x1F).contains(value) || properties.isWhitespace }
}
