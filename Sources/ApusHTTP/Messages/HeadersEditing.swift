extension Headers {
    /// Adds a field after the others, also where there is one of that name.
    public mutating func append(_ name: String, _ value: String) {
        name.withBytes { name in value.withBytes { value in append(name, value) } }
    }

    /// Adds a field unless there is one of that name.
    public mutating func setDefault(_ name: String, _ value: String) {
        if !contains(name) { append(name, value) }
    }

    /// Removes all fields `name`.
    public mutating func remove(_ name: String) {
        if let refused, refused.name.lowercased() == name.lowercased() { self.refused = nil }
        name.withBytes { name in
            while let place = position(of: name) { removeLine(at: place) }
        }
    }

    mutating func append(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
        let value = value.trimmingBlanks
        guard !name.isEmpty, name.endOfToken(from: 0) == name.count else {
            return refuse(.name, name)
        }
        guard value.endOfFieldValue(from: 0) == value.count else { return refuse(.value, name) }
        let start = lines.count
        guard start + name.count + value.count + 4 <= Int(UInt32.max) else {
            return refuse(.size, name)
        }
        let length = name.count + value.count + 4
        let nameEnd = start + name.count
        let entry = Entry(
            nameStart: UInt32(start), nameEnd: UInt32(nameEnd), valueStart: UInt32(nameEnd + 2),
            valueEnd: UInt32(nameEnd + 2 + value.count))
        if start == 0 {
            // With room for the usual others.
            lines.reserveCapacity(Swift.max(256, length))
            index.reserveCapacity(8)
        }
        lines.append(atMost: length) { $0.append(field: name, value) }
        index.append(entry)
        framing.insert(FramingFields(name: name))
        names.insert(name)
    }

    private mutating func removeLine(at place: Int) {
        let start = Int(index[place].nameStart)
        let end = place + 1 < index.count ? Int(index[place + 1].nameStart) : lines.count
        lines.removeSubrange(start..<end)
        index.remove(at: place)
        let length = UInt32(end - start)
        for later in place..<index.count {
            index[later].nameStart -= length
            index[later].nameEnd -= length
            index[later].valueStart -= length
            index[later].valueEnd -= length
        }
        noteNames()
    }

    private mutating func refuse(_ part: HeaderError.Part, _ name: UnsafeBufferPointer<UInt8>) {
        let name = String(decoding: name, as: UTF8.self)
        refused = RefusedField(name: name, error: HeaderError(part: part, name: name))
    }
}

/// What a `Headers` keeps of a refused field; boxed, since almost none has one.
final class RefusedField: Sendable {
    let name: String
    let error: HeaderError

    init(name: String, error: HeaderError) {
        self.name = name
        self.error = error
    }
}
