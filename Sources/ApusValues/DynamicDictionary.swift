/// String keys with values, in the order in which they were added.
///
/// A dictionary of a few entries is searched from its start; a larger one keeps an index. Copies
/// share their entries until one of them is changed.
public struct DynamicDictionary: Sendable, ExpressibleByDictionaryLiteral {
    /// Changed only while one dictionary alone refers to it.
    final class Storage: @unchecked Sendable {
        var keys: [String]
        var values: [DynamicValue]
        var index: [String: Int]?

        init(keys: [String], values: [DynamicValue], index: [String: Int]?) {
            self.keys = keys
            self.values = values
            self.index = index
        }
    }

    var storage: Storage

    private static let largestWithoutIndex = 16

    /// The keys in order.
    public var keys: [String] { storage.keys }

    /// The values, in the order of `keys`.
    public var values: [DynamicValue] { storage.values }

    /// A dictionary without entries.
    public init() {
        storage = Storage(keys: [], values: [], index: nil)
    }

    /// A dictionary of `elements`; a key that comes twice keeps its place and the later value.
    public init(dictionaryLiteral elements: (String, any DynamicValueConvertible)...) {
        self.init(minimumCapacity: elements.count)
        for (key, element) in elements { self[key] = element.dynamicValue }
    }

    /// A dictionary of the entries of `dictionary`, sorted by key.
    public init(_ dictionary: [String: any DynamicValueConvertible]) {
        self.init(minimumCapacity: dictionary.count)
        for (key, element) in dictionary.sorted(by: { $0.key < $1.key }) {
            append(key, element.dynamicValue)
        }
    }

    /// A dictionary without entries, with room for `minimumCapacity` of them.
    public init(minimumCapacity: Int) {
        self.init()
        storage.keys.reserveCapacity(minimumCapacity)
        storage.values.reserveCapacity(minimumCapacity)
    }

    /// The value at `key`; setting nil removes it.
    public subscript(key: String) -> DynamicValue? {
        get {
            guard let position = position(of: key) else { return nil }
            return storage.values[position]
        }
        set {
            guard let newValue else {
                remove(key)
                return
            }
            if let position = position(of: key) {
                makeUnique()
                storage.values[position] = newValue
            } else {
                append(key, newValue)
            }
        }
    }

    /// How many entries there are.
    public var count: Int { storage.keys.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { storage.keys.isEmpty }

    private func position(of key: String) -> Int? {
        if let index = storage.index { return index[key] }
        let keys = storage.keys
        for position in keys.indices where keys[position] == key { return position }
        return nil
    }

    private mutating func makeUnique() {
        guard !isKnownUniquelyReferenced(&storage) else { return }
        storage = Storage(keys: storage.keys, values: storage.values, index: storage.index)
    }

    private mutating func append(_ key: String, _ value: DynamicValue) {
        makeUnique()
        storage.keys.append(key)
        storage.values.append(value)
        if storage.index != nil {
            storage.index?[key] = storage.keys.count - 1
        } else if storage.keys.count > Self.largestWithoutIndex {
            rebuildIndex()
        }
    }

    private mutating func remove(_ key: String) {
        guard let position = position(of: key) else { return }
        makeUnique()
        storage.keys.remove(at: position)
        storage.values.remove(at: position)
        storage.index = nil
        if storage.keys.count > Self.largestWithoutIndex { rebuildIndex() }
    }

    private func rebuildIndex() {
        storage.index = Dictionary(
            zip(storage.keys, storage.keys.indices), uniquingKeysWith: { first, _ in first })
    }
}
