/// When a zone's clocks change: the contents of a TZif file (RFC 8536).
struct ZoneRules: Sendable {
    private var transitions: [Int] = []
    private var kinds: [Int] = []
    private var offsets: [Zone.Offset] = []
    /// The offset from before the first transition.
    private var initial = 0
    /// The rule for the time after the last transition.
    private var tail: PosixZone?

    /// The rules in `bytes`, or nil where they are not those of a TZif file.
    init?(parsing bytes: [UInt8]) {
        guard let first = Header(bytes, at: 0) else { return nil }
        if first.version >= 2 {
            guard let second = Header(bytes, at: 44 + first.bodyLength(timeSize: 4)) else {
                return nil
            }
            guard read(bytes, second, timeSize: 8) else { return nil }
            let footer = second.start + 44 + second.bodyLength(timeSize: 8)
            if footer < bytes.count, bytes[footer] == 0x0A {
                let text = bytes[(footer + 1)...].prefix { $0 != 0x0A }
                tail = PosixZone(parsing: Array(text.prefix(200)))
            }
        } else {
            guard read(bytes, first, timeSize: 4) else { return nil }
        }
    }

    /// What clocks show at `epochSeconds`.
    func offset(at epochSeconds: Int) -> Zone.Offset {
        guard let last = transitions.last else {
            return tail?.offset(at: epochSeconds) ?? offsets[initial]
        }
        if epochSeconds >= last, let tail { return tail.offset(at: epochSeconds) }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= epochSeconds { low = middle + 1 } else { high = middle }
        }
        return offsets[low == 0 ? initial : kinds[low - 1]]
    }

    private mutating func read(_ bytes: [UInt8], _ header: Header, timeSize: Int) -> Bool {
        var position = header.start + 44
        guard header.typeCount > 0, header.typeCount <= 256, header.timeCount <= 10_000,
            position + header.bodyLength(timeSize: timeSize) <= bytes.count
        else { return false }
        for index in 0..<header.timeCount {
            transitions.append(
                Self.integer(bytes, at: position + index * timeSize, size: timeSize))
        }
        position += header.timeCount * timeSize
        for index in 0..<header.timeCount {
            let kind = Int(bytes[position + index])
            guard kind < header.typeCount else { return false }
            kinds.append(kind)
        }
        position += header.timeCount
        let names = position + header.typeCount * 6
        for index in 0..<header.typeCount {
            let start = position + index * 6
            let nameStart = Int(bytes[start + 5])
            guard nameStart < header.nameLength else { return false }
            let name = bytes[(names + nameStart)..<(names + header.nameLength)].prefix { $0 != 0 }
            offsets.append(
                Zone.Offset(
                    seconds: Self.integer(bytes, at: start, size: 4),
                    abbreviation: String(decoding: name, as: UTF8.self),
                    isDaylightSaving: bytes[start + 4] != 0))
        }
        guard zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 }) else {
            return false
        }
        initial = offsets.firstIndex { !$0.isDaylightSaving } ?? 0
        return true
    }

    /// A big-endian signed integer of `size` bytes.
    private static func integer(_ bytes: [UInt8], at start: Int, size: Int) -> Int {
        var bits: UInt64 = 0
        for byte in bytes[start..<(start + size)] { bits = bits << 8 | UInt64(byte) }
        return size == 4
            ? Int(Int32(truncatingIfNeeded: bits)) : Int(Int64(bitPattern: bits))
    }

    private struct Header {
        let start: Int
        let version: Int
        let isUTCCount: Int
        let isStandardCount: Int
        let leapCount: Int
        let timeCount: Int
        let typeCount: Int
        let nameLength: Int

        init?(_ bytes: [UInt8], at start: Int) {
            guard start >= 0, start + 44 <= bytes.count,
                bytes[start..<(start + 4)].elementsEqual("TZif".utf8)
            else { return nil }
            self.start = start
            version = bytes[start + 4] == 0 ? 1 : Int(bytes[start + 4]) - 0x30
            let counts = (0..<6).map {
                ZoneRules.integer(bytes, at: start + 20 + $0 * 4, size: 4)
            }
            guard counts.allSatisfy({ $0 >= 0 && $0 < 1 << 20 }) else { return nil }
            isUTCCount = counts[0]
            isStandardCount = counts[1]
            leapCount = counts[2]
            timeCount = counts[3]
            typeCount = counts[4]
            nameLength = counts[5]
        }

        func bodyLength(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + nameLength + leapCount * (timeSize + 4)
                + isStandardCount + isUTCCount
        }
    }
}
