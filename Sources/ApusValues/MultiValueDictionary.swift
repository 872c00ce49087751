/// Names that may come several times, each with a text, in the order of a query or a form.
public struct MultiValueDictionary: DynamicObject {
    /// The pairs in order.
    public var pairs: [(name: String, value: String)]

    /// A dictionary of `pairs`.
    public init(_ pairs: [(name: String, value: String)] = []) {
        self.pairs = pairs
    }

    /// The last value of `name`.
    public subscript(name: String) -> String? {
        pairs.last { $0.name == name }?.value
    }

    /// All values of `name`.
    public func values(of name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    /// The names, each once, in the order in which they first come.
    public var names: [String] {
        var seen = Set<String>()
        return pairs.compactMap { seen.insert($0.name).inserted ? $0.name : nil }
    }

    /// As Python prints a `QueryDict`.
    public var description: String {
        let entries = names.map { name in
            pythonLiteral(name) + ": "
                + DynamicValue.list(values(of: name).map { .string($0) }).literal
        }
        return "<QueryDict: {" + entries.joined(separator: ", ") + "}>"
    }

    /// Whether there is any pair.
    public var isTrue: Bool { !pairs.isEmpty }

    /// The last value of `name`, or what templates call `items`, `keys` and `lists`.
    public func value(ofMember name: String) -> DynamicValue? {
        if let value = self[name] { return .string(value) }
        switch name {
        case "items":
            return .list(names.map { .list([.string($0), .string(self[$0] ?? "")]) })
        case "keys": return .list(names.map { .string($0) })
        case "lists":
            return .list(
                names.map { .list([.string($0), .list(values(of: $0).map { .string($0) })]) })
        default: return nil
        }
    }

    /// The names.
    public func elements() -> [DynamicValue]? { names.map { .string($0) } }
}
