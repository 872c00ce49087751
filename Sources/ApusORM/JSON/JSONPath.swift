import ApusValues

/// A part of a JSON document as a query sees it. It may be missing in any row, so what is read there
/// is an Optional; missing and null are the same, as they are to `Codable`.
@dynamicMemberLookup
public struct JSONPath<Part>: Sendable {
    private let column: Node
    private let keys: [JSONKey]
    /// Why a step leads nowhere; told when the query runs.
    private let problem: QueryError?

    init(_ column: Node, _ keys: [JSONKey], _ problem: QueryError? = nil) {
        self.column = column
        self.keys = keys
        self.problem = problem
    }

    /// A part of the part.
    public subscript<Next>(dynamicMember path: KeyPath<Part, Next>) -> JSONPath<Next>
    where Part: Decodable {
        appending(path)
    }

    /// A part of the part that may be missing.
    public subscript<Next>(dynamicMember path: KeyPath<Part, Next?>) -> JSONPath<Next>
    where Part: Decodable {
        appending(path)
    }

    private func appending<Next, Value>(_ path: KeyPath<Part, Value>) -> JSONPath<Next>
    where Part: Decodable {
        switch JSONMemberNames.name(of: path) {
        case .success(let name): JSONPath<Next>(column, keys + [.name(name)], problem)
        case .failure(let error): JSONPath<Next>(column, keys, problem ?? error)
        }
    }

    func appending<Next>(_ more: [JSONKey]) -> JSONPath<Next> {
        JSONPath<Next>(column, keys + more, problem)
    }

    func has(_ key: String) -> Condition {
        condition(.hasKey(keys.isEmpty ? column : .json(column, keys), .name(key)))
    }

    private func condition(_ node: @autoclosure () -> ConditionNode) -> Condition {
        Condition(problem.map(ConditionNode.invalid) ?? node())
    }

    private var plain: Node {
        if let problem { return .condition(.invalid(problem)) }
        return .jsonPlain(column, keys)
    }
}

extension JSONPath: JSONLocation {
    /// The path itself.
    public var root: JSONPath<Part> { self }
}

/// A type whose values JSON has itself, so that SQL can compute with them: text, numbers, truth
/// values. An enum that is `Choices` and `Codable` may conform, too.
public protocol JSONScalar: FieldValue, Codable {}

extension String: JSONScalar {}
extension Bool: JSONScalar {}
extension Double: JSONScalar {}
extension Int: JSONScalar {}
extension Int16: JSONScalar {}
extension Int32: JSONScalar {}
extension Int64: JSONScalar {}

extension JSONPath: Expressible where Part: JSONScalar {
    /// The value, nil where there is none.
    public var expression: Expression<Part?> { Expression(plain) }
}

extension JSONPath where Part: Encodable {
    /// Equal; nil is what is null or missing.
    public static func == (left: Self, right: Part?) -> Condition {
        left.condition(left.equals(right))
    }

    /// Not equal: the opposite of `==`, so what is missing is not equal to a value.
    public static func != (left: Self, right: Part?) -> Condition {
        left.condition(left.equals(right).negated)
    }

    /// One of `values`.
    public func `in`(_ values: some Sequence<Part>) -> Condition {
        var nodes: [Node] = []
        for value in values {
            switch Self.node(of: value) {
            case .success(let node?): nodes.append(node)
            case .success(nil): continue
            case .failure(let error): return Condition(.invalid(error))
            }
        }
        return condition(.amongNodes(plain, nodes))
    }

    private func equals(_ value: Part?) -> ConditionNode {
        switch value.map({ Self.node(of: $0) }) {
        case nil, .success(nil)?: .isNull(plain, true)
        case .success(let node?)?: .compare(plain, .exact, node)
        case .failure(let error)?: .invalid(error)
        }
    }

    /// The value as `JSON_EXTRACT` gives it; nil for null.
    private static func node(of value: Part) -> Result<Node?, QueryError> {
        do {
            switch try document(of: value) {
            case .null: return .success(nil)
            case .bool(let flag): return .success(.value(.integer(flag ? 1 : 0)))
            case .int(let number): return .success(.value(.integer(Int64(number))))
            case .double(let number): return .success(.value(.real(number)))
            case .string(let text): return .success(.value(.text(text)))
            case let other: return .success(.jsonValue(try other.jsonText))
            }
        } catch {
            return .failure(QueryError("A \(Part.self) that can't be JSON is looked for: \(error)"))
        }
    }
}

extension JSONPath {
    /// Whether it is null or missing.
    public var isNull: Condition { condition(.isNull(plain, true)) }

    /// Whether it is there and not null.
    public var isNotNull: Condition { condition(.isNull(plain, false)) }
}
