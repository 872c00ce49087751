import Synchronization

/// The names that properties have in JSON.
enum JSONMemberNames {
    /// A key path to a stored property, which holds nothing that could change.
    private struct Property: Hashable, @unchecked Sendable {
        let path: AnyKeyPath
    }

    private static let known = Mutex<[Property: Result<String, QueryError>]>([:])

    /// The member of a `Value`'s JSON that holds the property at `path`. A failure says why none is
    /// known to: the property is computed, or `Value` writes it under another name.
    static func name<Value: Decodable, Part>(
        of path: KeyPath<Value, Part>
    ) -> Result<String, QueryError> {
        let property = Property(path: path)
        if let name = known.withLock({ $0[property] }) { return name }
        let name = find(path)
        known.withLock { $0[property] = name }
        return name
    }

    private static func find<Value: Decodable, Part>(
        _ path: KeyPath<Value, Part>
    ) -> Result<String, QueryError> {
        // `\Preferences.theme`; a computed property has an address in place of a name.
        let name = path.debugDescription.split(separator: ".").last.map(String.init) ?? ""
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
            return .failure(
                QueryError(
                    "A computed property of \(Value.self), or one with observers, has no JSON that "
                        + "is known: name the keys, '[\"…\", as: \(Part.self).self]'."))
        }
        let probe = CodingKeyProbe(name)
        _ = try? Value(from: probe)
        if probe.isKey { return .success(name) }
        return .failure(
            QueryError(
                "\(Value.self) has no coding key '\(name)': name the key that its JSON has, "
                    + "'[\"…\", as: \(Part.self).self]'."))
    }
}

/// A decoder that only asks a type whether it has a coding key.
private final class CodingKeyProbe: Decoder {
    /// Ends the decoding.
    private struct Asked: Error {}

    private let name: String
    private(set) var isKey = false
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ name: String) { self.name = name }

    func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
        if Key(stringValue: name) != nil { isKey = true }
        throw Asked()
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Asked() }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw Asked() }
}
