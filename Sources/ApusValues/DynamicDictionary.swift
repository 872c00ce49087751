/// String keys with values, in the order in which they were added.
///
/// A dictionary of a few entries is searched from its start; a larger one keeps an index.
public struct DynamicDictionary: Sendable, ExpressibleByDictionaryLiteral {
    /// The keys in order.
    public private(set) var keys: [String]
    /// The values, in the order of `keys`.
    public private(set) var values: [DynamicValue]
    private var index: [String: Int]?

    private static let largestWithoutIndex = 16

    /// A dictionary without entries.
    public init() {
        keys = []
        values = []
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
        keys = []
        values = []
        keys.reserveCapacity(minimumCapacity)
        values.reserveCapacity(minimumCapacity)
    }

    /// The value at `key`; setting nil removes it.
    public subscript(key: String) -> DynamicValue? {
        get { position(of: key).map { values[$0] } }
        set {
            guard let newValue else {
                remove(key)
                return
            }
            if let position = position(of: key) {
                values[position] = newValue
            } else {
                append(key, newValue)
            }
        }
    }

    /// How many entries there are.
    public var count: Int { keys.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { keys.isEmpty }

    private func position(of key: String) -> Int? {
        if let index { return index[key] }
        for (position, candidate) in keys.enumerated() where candidate == key { return position }
        return nil
    }

    private mutating func append(_ key: String, _ value: DynamicValue) {
        keys.append(key)
        values.append(value)
        if index != nil {
            index?[key] = keys.count - 1
        } else if keys.count > Self.largestWithoutIndex {
            rebuildIndex()
        }
    }

    private mutating func remove(_ key: String) {
        guard let position = position(of: key) else { return }
        keys.remove(at: position)
        values.remove(at: position)
        index = nil
        if keys.count > Self.largestWithoutIndex { rebuildIndex() }
    }

    private mutating func rebuildIndex() {
        index = Dictionary(
            zip(keys, keys.indices), uniquingKeysWith: { first, _ in first })
    }
}
