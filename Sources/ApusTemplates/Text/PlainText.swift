/// Django's helpers for plain text.
public enum PlainText {
    /// `text` with each of `\r\n` and `\r` as `\n`.
    public static func normalizeNewlines(_ text: String) -> String { normalizedNewlines(text) }
}

/// `text` without white space at its ends.
func trimmingSpace(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
}

/// The words of `text`: what stands between white space.
func splitAtSpace(_ text: String) -> [String] {
    text.unicodeScalars.split { $0.properties.isWhitespace || (0x1C...0x1F).contains($0.value) }
        .map { String($0) }
}

/// The lines of `text` without their ends, which are those that Python's `splitlines` knows.
func splitLines(_ text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var afterReturn = false
    var isOpen = false
    for scalar in text.unicodeScalars {
        if afterReturn && scalar == "\n" {
            afterReturn = false
            continue
        }
        afterReturn = scalar == "\r"
        switch scalar.value {
        case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029:
            lines.append(String(line))
            line = String.UnicodeScalarView()
            isOpen = false
        default:
            line.append(scalar)
            isOpen = true
        }
    }
    if isOpen { lines.append(String(line)) }
    return lines
}

/// `text` with each word's first letter large and the others small; what is not a letter ends a
/// word.
func pythonTitle(_ text: String) -> String {
    var result = ""
    var isInWord = false
    for scalar in text.unicodeScalars {
        if scalar.properties.isCased {
            result +=
                isInWord ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
            isInWord = true
        } else {
            result.unicodeScalars.append(scalar)
            isInWord = false
        }
    }
    return result
}

/// `text` with each of `\r\n` and `\r` as `\n`.
func normalizedNewlines(_ text: String) -> String {
    guard text.utf8.contains(0x0D) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var afterReturn = false
    for byte in text.utf8 {
        if byte == 0x0A && afterReturn {
            afterReturn = false
            continue
        }
        afterReturn = byte == 0x0D
        bytes.append(afterReturn ? 0x0A : byte)
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// `text` with every byte of its UTF-8 but letters, digits, `_.-~` and those in `safe` as `%XX`.
func percentEncoded(_ text: String, safe: String) -> String {
    let kept = Set(safe.utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E, 0x2D, 0x7E: result.append(byte)
        case _ where kept.contains(byte): result.append(byte)
        default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: result, as: UTF8.self)
}

/// A file's path as it stands in a URL.
func percentEncodedPath(_ path: String) -> String { percentEncoded(path, safe: "/~:@!$&'()*+,;=") }
