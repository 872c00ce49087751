/// String keys with values, in the order in which they were added.
public struct DynamicDictionary: Sendable, ExpressibleByDictionaryLiteral {
    /// The keys in order.
    public private(set) var keys: [String] = []
    private var storage: [String: DynamicValue] = [:]

    /// A dictionary without entries.
    public init() {}

    /// A dictionary of `elements`; a key that comes twice keeps its place and the later value.
    public init(dictionaryLiteral elements: (String, any DynamicValueConvertible)...) {
        for (key, element) in elements { self[key] = element.dynamicValue }
    }

    /// The value at `key`; setting nil removes it.
    public subscript(key: String) -> DynamicValue? {
        get { storage[key] }
        set {
            if let newValue {
                if storage.updateValue(newValue, forKey: key) == nil { keys.append(key) }
            } else if storage.removeValue(forKey: key) != nil {
                keys.removeAll { $0 == key }
            }
        }
    }

    /// How many entries there are.
    public var count: Int { keys.count }
}
