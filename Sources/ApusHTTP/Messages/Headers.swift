/// Header fields in the order in which they came or will go (RFC 9110, section 5); names compare
/// without regard to case.
///
/// The fields are kept as they stand on the wire, in one buffer with an index beside it: reading a
/// request copies its head once, serialising a response copies the buffer once, and a `String` is
/// made only for a value that is asked for.
///
/// A name or value that would break the message (a line break in a value, a blank in a name) is not
/// stored; ``refusal`` then says what was refused, and a response that has one can't be serialised.
public struct Headers: Sendable {
    /// Field lines, each ending with CRLF.
    @usableFromInline var lines: [UInt8] = []
    /// Where names and values are in `lines`, in order.
    var index: [Entry] = []
    /// Which of the fields that frame a response are here.
    var framing = FramingFields()
    /// The names that may be here.
    var names = NameFilter()
    var refused: RefusedField?

    /// One field's place in the buffer. A line begins with its name and ends two bytes after its
    /// value and the blanks that may follow it.
    struct Entry: Sendable {
        var nameStart: UInt32
        var nameEnd: UInt32
        var valueStart: UInt32
        var valueEnd: UInt32

        @inline(__always)
        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        @inline(__always)
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    /// No fields.
    public init() {}

    /// Fields as the parser found them in `lines`.
    @inline(__always)
    init(lines: [UInt8], index: [Entry]) {
        self.lines = lines
        self.index = index
        noteNames()
    }

    /// Notes which names are here, and which of the fields that frame a response.
    @inline(__always)
    mutating func noteNames() {
        var framing = FramingFields()
        var names = NameFilter()
        lines.withUnsafeBufferPointer { bytes in
            for entry in index {
                let name = bytes.slice(entry.name)
                framing.insert(FramingFields(name: name))
                names.insert(name)
            }
        }
        self.framing = framing
        self.names = names
    }

    /// The fields that `index` has in `lines`, where there are others between them.
    init(gatheringFrom lines: [UInt8], _ index: [Entry]) {
        for (name, value) in Headers(lines: lines, index: index) { append(name, value) }
    }

    /// How many fields there are; a name that stands twice counts twice.
    public var count: Int { index.count }

    /// Whether there are no fields.
    public var isEmpty: Bool { index.isEmpty }

    /// What was last refused, while it has not been set anew or removed.
    public var refusal: HeaderError? { refused?.error }
}

// MARK: - Reading

extension Headers {
    /// The first value of `name`; setting replaces all fields of that name, nil removes them.
    public subscript(name: String) -> String? {
        get { name.withBytes { position(of: $0).map { string(index[$0].value) } } }
        set {
            remove(name)
            if let newValue { append(name, newValue) }
        }
    }

    /// All values of `name`, in order.
    public func values(_ name: String) -> [String] {
        name.withBytes { name in
            guard names.mayHold(name) else { return [] }
            return lines.withUnsafeBufferPointer { bytes in
                index.compactMap { entry in
                    bytes.slice(entry.name).isEqualIgnoringCase(to: name)
                        ? String(decoding: bytes.slice(entry.value), as: UTF8.self) : nil
                }
            }
        }
    }

    /// The values of `name` as one list joined by a comma and a blank (RFC 9110, section 5.3), nil
    /// if there is no such field.
    public func joined(_ name: String) -> String? {
        let values = values(name)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// Whether there is a field `name`.
    public func contains(_ name: String) -> Bool {
        name.withBytes { position(of: $0) != nil }
    }

    /// Whether `token` is a member of the comma-separated list that the fields `name` hold, whatever
    /// its case: `headers.contains("gzip", in: "Accept-Encoding")`.
    public func contains(_ token: String, in name: String) -> Bool {
        name.withBytes { name in
            guard names.mayHold(name) else { return false }
            return token.withBytes { token in
                lines.withUnsafeBufferPointer { bytes in
                    var found = false
                    for entry in index where bytes.slice(entry.name).isEqualIgnoringCase(to: name) {
                        bytes.slice(entry.value).forEachListMember {
                            if $0.isEqualIgnoringCase(to: token) { found = true }
                        }
                    }
                    return found
                }
            }
        }
    }

    /// Calls `body` with the bytes of the first value of `name`, without making a string.
    @inlinable
    public func withValue<Result>(
        _ name: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result? {
        guard let range = rangeOfValue(of: name) else { return nil }
        return lines.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Where the first value of `name` is in `lines`.
    @usableFromInline
    func rangeOfValue(of name: String) -> Range<Int>? {
        name.withBytes { position(of: $0) }.map { index[$0].value }
    }

    @inline(__always)
    func position(of name: UnsafeBufferPointer<UInt8>) -> Int? {
        guard names.mayHold(name) else { return nil }
        return lines.withUnsafeBufferPointer { bytes in
            for place in index.indices
            where bytes.slice(index[place].name).isEqualIgnoringCase(to: name) {
                return place
            }
            return nil
        }
    }

    private func string(_ range: Range<Int>) -> String {
        lines.withUnsafeBufferPointer { String(decoding: $0.slice(range), as: UTF8.self) }
    }
}

// MARK: - Sequence

extension Headers: Sequence {
    /// The fields in order, as names and values.
    public func makeIterator() -> AnyIterator<(name: String, value: String)> {
        var place = 0
        return AnyIterator {
            guard place < index.count else { return nil }
            defer { place += 1 }
            return (string(index[place].name), string(index[place].value))
        }
    }
}

extension Headers: ExpressibleByDictionaryLiteral {
    /// Fields in the order of the literal; a name may stand twice.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }
}

extension Headers: CustomStringConvertible {
    /// The field lines as they go over the wire.
    public var description: String { String(decoding: lines, as: UTF8.self) }
}
