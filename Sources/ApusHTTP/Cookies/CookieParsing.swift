extension Cookie {
    /// The cookies of a Cookie field: values by name, of a name that stands twice the last. A pair
    /// without `=` is a value with an empty name, as browsers have it.
    public static func parse(_ field: String) -> [String: String] {
        var cookies: [String: String] = [:]
        field.withBytes { bytes in
            var start = 0
            for place in 0...bytes.count
            where place == bytes.count || bytes[place] == UInt8(ascii: ";") {
                let pair = bytes.slice(start..<place)
                start = place + 1
                let equals = pair.firstIndex(of: UInt8(ascii: "="))
                let name = pair.slice(0..<(equals ?? 0)).trimmingBlanks
                let value = pair.slice((equals.map { $0 + 1 } ?? 0)..<pair.count).trimmingBlanks
                if name.isEmpty, value.isEmpty { continue }
                cookies[String(decoding: name, as: UTF8.self)] = unquote(value)
            }
        }
        return cookies
    }

    /// A value without its quotes: `\"` and `\\` stand for the second character, `\ooo` for the
    /// Latin-1 character of that octal number.
    private static func unquote(_ value: UnsafeBufferPointer<UInt8>) -> String {
        let quote = UInt8(ascii: "\"")
        guard value.count >= 2, value.first == quote, value.last == quote else {
            return String(decoding: value, as: UTF8.self)
        }
        let inner = value.slice(1..<value.count - 1)
        var text: [UInt8] = []
        text.reserveCapacity(inner.count)
        var here = 0
        while here < inner.count {
            guard inner[here] == UInt8(ascii: "\\"), here + 1 < inner.count else {
                text.append(inner[here])
                here += 1
                continue
            }
            if let code = octal(inner, at: here + 1) {
                text.append(contentsOf: String(Unicode.Scalar(code)).utf8)
                here += 4
            } else {
                text.append(inner[here + 1])
                here += 2
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func octal(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> UInt8? {
        guard place + 2 < bytes.count else { return nil }
        var code: UInt16 = 0
        for byte in bytes.slice(place..<place + 3) {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 8 else { return nil }
            code = code << 3 | UInt16(digit)
        }
        return UInt8(exactly: code)
    }
}

extension Request {
    /// The values of the cookies that came with the request, by name.
    public var cookies: [String: String] {
        let fields = headers.values("Cookie")
        guard let first = fields.first else { return [:] }
        return Cookie.parse(fields.count == 1 ? first : fields.joined(separator: "; "))
    }
}
