/// The path in a request target.
enum RequestPath {
    /// Calls `body` with the percent-decoded bytes of the path of `target`; without a copy where
    /// nothing is encoded.
    static func withDecoded<Result>(
        _ target: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        var target = target
        return target.withUTF8 { bytes in
            var end = 0
            var isEncoded = false
            while end < bytes.count, bytes[end] != UInt8(ascii: "?"),
                bytes[end] != UInt8(ascii: "#")
            {
                isEncoded = isEncoded || bytes[end] == UInt8(ascii: "%")
                end += 1
            }
            let path = UnsafeBufferPointer(rebasing: bytes[..<end])
            guard isEncoded else { return body(path) }
            return decoded(path).withUnsafeBufferPointer(body)
        }
    }

    private static func decoded(_ path: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(path.count)
        var index = 0
        while index < path.count {
            if path[index] == UInt8(ascii: "%"), index + 2 < path.count,
                let high = hexValue(path[index + 1]), let low = hexValue(path[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(path[index])
                index += 1
            }
        }
        return result
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
