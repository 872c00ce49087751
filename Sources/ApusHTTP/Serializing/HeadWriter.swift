/// Appends pieces of a head to a caller's buffer.
struct HeadWriter {
    private var bytes: [UInt8]

    /// Takes over `buffer` until ``finish(_:)``, with room for `count` bytes more.
    @inline(__always)
    init(reserving count: Int, in buffer: inout [UInt8]) {
        bytes = []
        swap(&bytes, &buffer)
        if bytes.capacity - bytes.count < count {
            bytes.reserveCapacity(max(bytes.count + count, bytes.capacity * 2))
        }
    }

    /// Gives the buffer back.
    @inline(__always)
    mutating func finish(_ buffer: inout [UInt8]) { swap(&bytes, &buffer) }

    @inline(__always)
    mutating func append(_ text: StaticString) { bytes.append(contentsOf: text.bytes) }

    @inline(__always)
    mutating func append(_ more: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: more) }

    @inline(__always)
    mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    @inline(__always)
    mutating func append(contentLength: Int) {
        append("Content-Length: ")
        append(number: contentLength)
        append("\r\n")
    }

    /// Appends a number that is not negative, in decimal.
    mutating func append(number: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = number
            var place = digits.count
            repeat {
                place -= 1
                digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: digits[place...])
        }
    }
}
