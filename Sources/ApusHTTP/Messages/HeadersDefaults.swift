extension Headers {
    /// Adds each field of `others` unless there is one of that name: where there is none, as is
    /// usual, all of them in one piece.
    public mutating func setDefaults(_ others: Headers) {
        guard sharesNoName(with: others),
            lines.count + others.lines.count <= Int(UInt32.max)
        else {
            for (name, value) in others { setDefault(name, value) }
            return
        }
        let shift = UInt32(lines.count)
        let room = lines.count + others.lines.count
        if lines.capacity < room { lines.reserveCapacity(Swift.max(256, room)) }
        lines.append(contentsOf: others.lines)
        let places = index.count + others.index.count
        if index.capacity < places { index.reserveCapacity(Swift.max(8, places)) }
        for entry in others.index {
            index.append(
                Entry(
                    nameStart: entry.nameStart &+ shift, nameEnd: entry.nameEnd &+ shift,
                    valueStart: entry.valueStart &+ shift, valueEnd: entry.valueEnd &+ shift))
        }
        framing.formUnion(others.framing)
        names.formUnion(others.names)
    }

    /// Where the fields are in memory.
    package struct Place: Sendable {
        package let lines: Int
        package let index: Int
    }

    /// Where the fields are in memory: the same for copies of which none was changed since. Nil where
    /// a field was refused, which is noted elsewhere.
    package var place: Place? {
        if refused != nil { return nil }
        return Place(
            lines: lines.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) },
            index: index.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) })
    }

    private func sharesNoName(with others: Headers) -> Bool {
        if names.isDisjoint(with: others.names) { return true }
        return lines.withUnsafeBufferPointer { mine in
            others.lines.withUnsafeBufferPointer { theirs in
                for other in others.index {
                    let length = other.nameEnd - other.nameStart
                    for entry in index
                    where entry.nameEnd - entry.nameStart == length
                        && mine.slice(entry.name).isEqualIgnoringCase(to: theirs.slice(other.name))
                    {
                        return false
                    }
                }
                return true
            }
        }
    }
}
