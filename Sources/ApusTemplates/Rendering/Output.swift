extension [UInt8] {
    /// Adds the UTF-8 of `text`.
    @inline(__always)
    mutating func append(utf8Of text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable {
            append(contentsOf: $0)
        }
        if isDone == nil { append(contentsOf: text.utf8) }
    }

    /// Adds the UTF-8 of `text` with `<`, `>`, `&`, `"` and `'` written as HTML's entities.
    mutating func append(escaping text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { append(escaping: $0) }
        if isDone == nil {
            Array(text.utf8).withUnsafeBufferPointer { append(escaping: $0) }
        }
    }

    /// Adds `bytes`, copying the runs between what must be escaped.
    mutating func append(escaping bytes: UnsafeBufferPointer<UInt8>) {
        var runStart = 0
        var index = 0
        let count = bytes.count
        while index < count {
            let byte = bytes[index]
            // One test for nearly every byte: the five lie in 0x22...0x3E.
            if byte < 0x22 || byte > 0x3E {
                index += 1
                continue
            }
            let entity: StaticString
            switch byte {
            case UInt8(ascii: "<"): entity = "&lt;"
            case UInt8(ascii: ">"): entity = "&gt;"
            case UInt8(ascii: "&"): entity = "&amp;"
            case UInt8(ascii: "\""): entity = "&quot;"
            case UInt8(ascii: "'"): entity = "&#x27;"
            default:
                index += 1
                continue
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<index]))
            append(
                contentsOf: UnsafeBufferPointer(
                    start: entity.utf8Start, count: entity.utf8CodeUnitCount))
            index += 1
            runStart = index
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<count]))
    }

    /// Adds the decimal digits of `number`.
    mutating func append(decimal number: Int) {
        if number >= 0 && number < 10 {
            append(UInt8(truncatingIfNeeded: number) + 0x30)
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
            var rest = number.magnitude
            var start = 20
            while rest > 0 {
                start -= 1
                buffer[start] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
                rest /= 10
            }
            if number < 0 { append(UInt8(ascii: "-")) }
            append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start..<20]))
        }
    }
}
