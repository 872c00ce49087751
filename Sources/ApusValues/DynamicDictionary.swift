/// String keys with values, in the order in which they were added.
///
/// A dictionary of a few entries is searched from its start; a larger one keeps an index.
public struct DynamicDictionary: Sendable, ExpressibleByDictionaryLiteral {
    /// A key with its value.
    public struct Entry: Sendable {
        /// The key.
        public let key: String
        /// The value.
        public var value: DynamicValue

        /// An entry of `key` and `value`.
        @inlinable
        public init(key: String, value: DynamicValue) {
            self.key = key
            self.value = value
        }
    }

    /// Where each key is; immutable, so that copies share it.
    @usableFromInline
    final class Index: Sendable {
        @usableFromInline let positions: [String: Int]
        /// How many entries, from the first, it knows.
        @usableFromInline let count: Int

        init(_ entries: [Entry]) {
            count = entries.count
            positions = Dictionary(
                zip(entries.map(\.key), entries.indices), uniquingKeysWith: { first, _ in first })
        }
    }

    /// The entries in order.
    public private(set) var entries: [Entry]
    @usableFromInline var index: Index?

    private static let largestWithoutIndex = 16

    /// The keys in order.
    public var keys: [String] { entries.map(\.key) }

    /// The values, in the order of `keys`.
    public var values: [DynamicValue] { entries.map(\.value) }

    /// A dictionary without entries.
    public init() {
        entries = []
    }

    /// A dictionary of `elements`; a key that comes twice keeps its place and the later value.
    public init(dictionaryLiteral elements: (String, any DynamicValueConvertible)...) {
        self.init(minimumCapacity: elements.count)
        for (key, element) in elements {
            if entries.count < Self.largestWithoutIndex, position(of: key) == nil {
                entries.append(Entry(key: key, value: element.dynamicValue))
            } else {
                set(element.dynamicValue, for: key)
            }
        }
    }

    /// A dictionary of the entries of `dictionary`, sorted by key.
    public init(_ dictionary: [String: any DynamicValueConvertible]) {
        self.init(minimumCapacity: dictionary.count)
        for (key, element) in dictionary.sorted(by: { $0.key < $1.key }) {
            self[key] = element.dynamicValue
        }
    }

    /// A dictionary without entries, with room for `minimumCapacity` of them.
    public init(minimumCapacity: Int) {
        entries = []
        entries.reserveCapacity(minimumCapacity)
    }

    /// The value at `key`; setting nil removes it.
    @inlinable
    public subscript(key: String) -> DynamicValue? {
        get {
            guard let position = position(of: key) else { return nil }
            return entries[position].value
        }
        set { set(newValue, for: key) }
    }

    /// How many entries there are.
    public var count: Int { entries.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { entries.isEmpty }

    @inlinable
    func position(of key: String) -> Int? {
        var position = 0
        if let index {
            if let found = index.positions[key] { return found }
            position = index.count
        }
        while position < entries.count {
            if entries[position].key == key { return position }
            position &+= 1
        }
        return nil
    }

    @usableFromInline
    mutating func set(_ value: DynamicValue?, for key: String) {
        guard let value else {
            guard let position = position(of: key) else { return }
            entries.remove(at: position)
            index = entries.count > Self.largestWithoutIndex ? Index(entries) : nil
            return
        }
        if let position = position(of: key) {
            entries[position].value = value
            return
        }
        entries.append(Entry(key: key, value: value))
        // Made anew when a quarter of the entries is not in it; those are searched for.
        let known = index?.count ?? 0
        if entries.count > Self.largestWithoutIndex, entries.count > known + known / 4 + 16 {
            index = Index(entries)
        }
    }
}
