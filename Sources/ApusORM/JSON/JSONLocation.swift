/// A JSON document, or a part of one, that a query can look into.
public protocol JSONLocation<Part>: Sendable {
    /// What stands there.
    associatedtype Part

    /// The way there.
    var root: JSONPath<Part> { get }
}

extension JSONLocation {
    /// What stands behind these keys, names and places, read as `type`: for documents without a
    /// Swift type, and for members whose names aren't their properties'.
    ///
    ///     Event.filter { $0.payload["user", "tags", 0, as: String.self] == "admin" }
    public subscript<Value>(_ keys: JSONKey..., as type: Value.Type) -> JSONPath<Value> {
        root.appending(keys)
    }

    /// An element of an array, counted from 0; -1 is the last.
    public subscript<Element>(_ place: Int) -> JSONPath<Element> where Part == [Element] {
        root.appending([.index(place)])
    }

    /// An element of an array whose elements may be null.
    public subscript<Element>(_ place: Int) -> JSONPath<Element> where Part == [Element?] {
        root.appending([.index(place)])
    }

    /// The value for a key of a dictionary.
    public subscript<Value>(_ key: String) -> JSONPath<Value> where Part == [String: Value] {
        root.appending([.name(key)])
    }

    /// Whether it is an object with that member, null or not.
    public func hasKey(_ key: String) -> Condition { root.has(key) }

    /// Whether it is an object with all of these members.
    public func hasKeys(_ keys: [String]) -> Condition {
        keys.map(root.has).reduce(Condition(true)) { $0 && $1 }
    }

    /// Whether it is an object with one of these members.
    public func hasAnyKeys(_ keys: [String]) -> Condition {
        keys.map(root.has).reduce(Condition(false)) { $0 || $1 }
    }
}
