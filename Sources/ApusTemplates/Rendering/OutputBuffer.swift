/// Bytes that are only ever added to, in memory of their own: no check of who else holds them is
/// needed, as an array would.
struct OutputBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many bytes there are.
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(64, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit {
        base.deallocate()
    }

    /// The bytes from `start` on.
    func bytes(from start: Int = 0) -> [UInt8] {
        Array(UnsafeBufferPointer(start: base + start, count: count - start))
    }

    /// Forgets the bytes from `start` on.
    mutating func truncate(to start: Int) {
        count = min(count, max(0, start))
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        base[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        if bytes.count > capacity - count { grow(by: bytes.count) }
        (base + count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    mutating func append(contentsOf bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    mutating func append(_ text: StaticString) {
        append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = larger
    }

    /// Adds the UTF-8 of `text`.
    @inline(__always)
    mutating func append(utf8Of text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Adds the UTF-8 of `text` with `<`, `>`, `&`, `"` and `'` written as HTML's entities.
    @inline(__always)
    mutating func append(escaping text: String) {
        var text = text
        text.withUTF8 { append(escaping: $0) }
    }

    /// Adds `bytes`, copying the runs between what must be escaped.
    mutating func append(escaping bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        let count = bytes.count
        var runStart = 0
        var index = 0
        while index < count {
            let byte = start[index]
            // One test for nearly every byte: the five lie in 0x22...0x3E.
            guard byte &- 0x22 <= 0x1C, let entity = Self.entity(of: byte) else {
                index &+= 1
                continue
            }
            append(
                contentsOf: UnsafeBufferPointer(
                    start: start + runStart, count: index - runStart))
            append(entity)
            index &+= 1
            runStart = index
        }
        append(contentsOf: UnsafeBufferPointer(start: start + runStart, count: count - runStart))
    }

    private static func entity(of byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#x27;"
        default: nil
        }
    }

    /// Adds the decimal digits of `number`.
    mutating func append(decimal number: Int) {
        if number >= 0 && number < 10 {
            append(UInt8(truncatingIfNeeded: number) + 0x30)
            return
        }
        if capacity - count < 20 { grow(by: 20) }
        var rest = number.magnitude
        var length = number < 0 ? 1 : 0
        var scale = rest
        while scale > 0 {
            length += 1
            scale /= 10
        }
        if number < 0 { base[count] = UInt8(ascii: "-") }
        var place = count + length
        count = place
        while rest > 0 {
            place -= 1
            base[place] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
            rest /= 10
        }
    }
}
