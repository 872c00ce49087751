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
        while true {
            index = Self.firstEscaped(in: start, from: index, to: count)
            guard index < count, let entity = Self.entity(of: start[index]) else { break }
            append(
                contentsOf: UnsafeBufferPointer(
                    start: start + runStart, count: index - runStart))
            append(entity)
            index &+= 1
            runStart = index
        }
        append(contentsOf: UnsafeBufferPointer(start: start + runStart, count: count - runStart))
    }

    /// The place of the first byte from `index` on that must be escaped; `count` where none is.
    /// Eight bytes are looked at at once.
    @inline(__always)
    private static func firstEscaped(
        in start: UnsafePointer<UInt8>, from index: Int, to count: Int
    ) -> Int {
        var index = index
        while count &- index >= 8 {
            let word = UInt64(
                littleEndian: UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self))
            // " alone, & and ' without their last bit, < and > without their last but one.
            let found =
                zeroBytes(word ^ 0x2222_2222_2222_2222)
                | zeroBytes((word & 0xFEFE_FEFE_FEFE_FEFE) ^ 0x2626_2626_2626_2626)
                | zeroBytes((word & 0xFDFD_FDFD_FDFD_FDFD) ^ 0x3C3C_3C3C_3C3C_3C3C)
            if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count, entity(of: start[index]) == nil { index &+= 1 }
        return index
    }

    /// Has the high bit of each byte set that is zero in `word`, exact up to the first such byte.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
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
