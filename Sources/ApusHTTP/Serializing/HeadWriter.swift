/// Writes the pieces of a head into room that was made for all of them at once.
struct HeadWriter {
    private let base: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private(set) var count: Int

    @inline(__always)
    init(_ room: UnsafeMutableBufferPointer<UInt8>, count: Int) {
        // Room without an address has no capacity, and nothing is written to it.
        base = room.baseAddress ?? UnsafeMutablePointer(bitPattern: 1).unsafelyUnwrapped
        capacity = room.count
        self.count = count
    }

    @inline(__always)
    mutating func append(_ more: UnsafeBufferPointer<UInt8>) {
        guard let source = more.baseAddress, more.count <= capacity &- count else {
            assert(more.isEmpty, "the room for a head was counted too small")
            return
        }
        (base + count).update(from: source, count: more.count)
        count &+= more.count
    }

    @inline(__always)
    mutating func append(_ text: StaticString) { append(text.bytes) }

    @inline(__always)
    mutating func append(_ more: [UInt8]) { more.withUnsafeBufferPointer { append($0) } }

    /// Appends a field line.
    @inline(__always)
    mutating func append(
        field name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>
    ) {
        append(name)
        append(": ")
        append(value)
        append("\r\n")
    }

    @inline(__always)
    mutating func append(contentLength: Int) {
        append("Content-Length: ")
        append(number: contentLength)
        append("\r\n")
    }

    /// Appends a number that is not negative, in decimal.
    @inline(__always)
    mutating func append(number: Int) {
        var digits = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            digits &+= 1
        }
        guard digits <= capacity &- count else { return }
        rest = number
        var place = count &+ digits
        count = place
        repeat {
            place &-= 1
            base[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
    }
}

extension [UInt8] {
    /// Appends what `write` writes, which is at most `room` bytes.
    @inline(__always)
    mutating func append(atMost room: Int, _ write: (inout HeadWriter) -> Void) {
        append(addingCapacity: room) { span in
            span.withUnsafeMutableBufferPointer { bytes, count in
                var writer = HeadWriter(bytes, count: count)
                write(&writer)
                count = writer.count
            }
        }
    }
}
