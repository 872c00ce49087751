/// Percent-encoding of the UTF-8 bytes of a text (RFC 3986, section 2.1).
public enum PercentEncoding {
    /// `text` with every byte encoded but the unreserved and those of `safe`.
    public static func encode(_ text: String, keeping safe: ByteSet = "/") -> String {
        encode(text.utf8, keeping: safe)
    }

    /// `bytes` as text, encoded but for the unreserved and those of `safe`.
    public static func encode(
        _ bytes: some Sequence<UInt8>, keeping safe: ByteSet = "/"
    ) -> String {
        let kept = ByteSet.unreserved.union(safe)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.underestimatedCount)
        for byte in bytes {
            if kept.contains(byte) { encoded.append(byte) } else { encoded.append(escaped: byte) }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// `text` with every `%xx` decoded. A `%` that two hexadecimal digits don't follow stands for
    /// itself; bytes that are no UTF-8 become U+FFFD.
    public static func decode(_ text: String) -> String {
        text.withBytes { bytes in
            guard bytes.contains(UInt8(ascii: "%")) else { return text }
            return String(decoding: [UInt8](percentDecoding: bytes), as: UTF8.self)
        }
    }
}

extension [UInt8] {
    mutating func append(escaped byte: UInt8) {
        let digits: StaticString = "0123456789ABCDEF"
        append(UInt8(ascii: "%"))
        append(digits.utf8Start[Int(byte >> 4)])
        append(digits.utf8Start[Int(byte & 0xF)])
    }

    /// `bytes` with every `%xx` decoded, and every `+` made a blank where forms write it so.
    init(percentDecoding bytes: UnsafeBufferPointer<UInt8>, plusIsBlank: Bool = false) {
        self.init(unsafeUninitializedCapacity: bytes.count) { decoded, count in
            var here = 0
            while here < bytes.count {
                var byte = bytes[here]
                here &+= 1
                if byte == UInt8(ascii: "%"), here &+ 1 < bytes.count,
                    let high = bytes[here].hexValue, let low = bytes[here &+ 1].hexValue
                {
                    byte = high << 4 | low
                    here &+= 2
                } else if byte == UInt8(ascii: "+"), plusIsBlank {
                    byte = .space
                }
                decoded[count] = byte
                count &+= 1
            }
        }
    }
}

extension String {
    /// The text of `bytes` in a form: percent-decoded, `+` for a blank.
    init(formDecoding bytes: UnsafeBufferPointer<UInt8>) {
        if bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) {
            let decoded = [UInt8](percentDecoding: bytes, plusIsBlank: true)
            self.init(decoding: decoded, as: UTF8.self)
        } else {
            self.init(decoding: bytes, as: UTF8.self)
        }
    }

    /// The text of UTF-8 `bytes`, with bytes that are no UTF-8 percent-encoded again (RFC 3987,
    /// section 3.2).
    init(percentEncodingBrokenUnicode bytes: [UInt8]) {
        if let text = String(validating: bytes, as: UTF8.self) {
            self = text
            return
        }
        var repaired: [UInt8] = []
        var input = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var place = 0
        while true {
            switch parser.parseScalar(from: &input) {
            case .valid(let scalar):
                repaired.append(contentsOf: scalar)
                place += scalar.count
            case .error(let length):
                for byte in bytes[place..<place + length] { repaired.append(escaped: byte) }
                place += length
            case .emptyInput:
                self.init(decoding: repaired, as: UTF8.self)
                return
            }
        }
    }
}
