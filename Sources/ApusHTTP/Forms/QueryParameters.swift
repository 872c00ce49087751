/// The parameters of a query string or an urlencoded form: names with one or more values, in order.
public struct QueryParameters: Sendable, Hashable {
    /// One name with one value.
    public struct Parameter: Sendable, Hashable {
        /// The name, decoded.
        public var name: String
        /// The value, decoded.
        public var value: String

        /// A name with a value.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// All parameters in the order in which they came.
    public private(set) var parameters: [Parameter] = []

    /// No parameters.
    public init() {}

    /// Parameters in order.
    public init(_ parameters: [Parameter]) { self.parameters = parameters }

    /// The parameters of an encoded string: `a=1&b=two%20words`.
    public init(_ encoded: String) { self = encoded.withBytes { QueryParameters(decoding: $0) } }

    /// The parameters of an urlencoded form's body. Throws where there are more than `limit`.
    public init(form body: [UInt8], limit: Int) throws(FormError) {
        var count = body.isEmpty ? 0 : 1
        for byte in body where byte == UInt8(ascii: "&") { count += 1 }
        guard count <= limit else { throw .tooManyFields(limit: limit) }
        if let text = String(validating: body, as: UTF8.self) {
            self.init(text)
        } else {
            // Some clients send what is no UTF-8 without encoding it.
            self.init(String(String.UnicodeScalarView(body.map(Unicode.Scalar.init))))
        }
    }

    init(decoding bytes: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var equals: Int?
        for place in 0...bytes.count {
            if place == bytes.count || bytes[place] == UInt8(ascii: "&") {
                if place > start {
                    let nameEnd = equals ?? place
                    let valueStart = equals.map { $0 + 1 } ?? place
                    parameters.append(
                        Parameter(
                            name: String(formDecoding: bytes.slice(start..<nameEnd)),
                            value: String(formDecoding: bytes.slice(valueStart..<place))))
                }
                start = place + 1
                equals = nil
            } else if bytes[place] == UInt8(ascii: "="), equals == nil {
                equals = place
            }
        }
    }
}

// MARK: - Reading

extension QueryParameters {
    /// The last value of `name`; setting replaces all its values, nil removes them.
    public subscript(name: String) -> String? {
        get { parameters.last { $0.name == name }?.value }
        set { set(name, to: newValue.map { [$0] } ?? []) }
    }

    /// All values of `name`, in order.
    public func values(_ name: String) -> [String] {
        parameters.compactMap { $0.name == name ? $0.value : nil }
    }

    /// Whether there is a parameter `name`.
    public func contains(_ name: String) -> Bool { parameters.contains { $0.name == name } }

    /// Whether there are no parameters.
    public var isEmpty: Bool { parameters.isEmpty }

    /// The different names, in the order of their first appearance.
    public var names: [String] { grouped.map(\.name) }

    /// The names in the order of their first appearance, each with all its values.
    public var grouped: [(name: String, values: [String])] {
        var places: [String: Int] = [:]
        var groups: [(name: String, values: [String])] = []
        for parameter in parameters {
            if let place = places[parameter.name] {
                groups[place].values.append(parameter.value)
            } else {
                places[parameter.name] = groups.count
                groups.append((parameter.name, [parameter.value]))
            }
        }
        return groups
    }
}

// MARK: - Changing

extension QueryParameters {
    /// Adds a value of `name` after those it has.
    public mutating func append(_ name: String, _ value: String) {
        parameters.append(Parameter(name: name, value: value))
    }

    /// Replaces all values of `name`; the new ones stand where the first was, or at the end.
    public mutating func set(_ name: String, to values: [String]) {
        let place = parameters.firstIndex { $0.name == name } ?? parameters.count
        parameters.removeAll { $0.name == name }
        parameters.insert(
            contentsOf: values.map { Parameter(name: name, value: $0) }, at: place)
    }
}

// MARK: - Encoding

extension QueryParameters {
    /// The parameters as a query string, values of one name together: `a=1&a=2&b=two+words`.
    public var encoded: String {
        encode { Self.encodeForForm($0) }
    }

    /// The parameters as a query string in which the characters of `safe` stay as they are and a
    /// blank becomes `%20`.
    public func encoded(keeping safe: ByteSet) -> String {
        encode { PercentEncoding.encode($0, keeping: safe) }
    }

    private func encode(_ text: (String) -> String) -> String {
        grouped.flatMap { name, values in values.map { text(name) + "=" + text($0) } }
            .joined(separator: "&")
    }

    private static func encodeForForm(_ text: String) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte == .space {
                encoded.append(UInt8(ascii: "+"))
            } else if ByteSet.unreserved.contains(byte) {
                encoded.append(byte)
            } else {
                encoded.append(escaped: byte)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}

extension QueryParameters: ExpressibleByDictionaryLiteral {
    /// Parameters in the order of the literal; a name may stand twice.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Parameter(name: $0.0, value: $0.1) })
    }
}

extension QueryParameters: CustomStringConvertible {
    /// The parameters as a query string.
    public var description: String { encoded }
}
