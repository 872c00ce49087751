public import ApusValues
import FoundationEssentials

/// A value that a column holds as a JSON document: anything that is Codable.
///
///     struct Profile {
///         var settings: JSON<Preferences> = JSON(Preferences())
///     }
///     profile.settings.theme = "dark"
@dynamicMemberLookup
public struct JSON<Value: Codable & Sendable>: Sendable {
    /// The value.
    public var value: Value

    /// A document that holds `value`.
    public init(_ value: Value) { self.value = value }

    /// A part of the value.
    public subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member {
        value[keyPath: path]
    }

    /// A part of the value.
    public subscript<Member>(dynamicMember path: WritableKeyPath<Value, Member>) -> Member {
        get { value[keyPath: path] }
        set { value[keyPath: path] = newValue }
    }
}

extension JSON: Equatable where Value: Equatable {}
extension JSON: Hashable where Value: Hashable {}

extension JSON: ExpressibleByArrayLiteral
where Value: RangeReplaceableCollection & ExpressibleByArrayLiteral {
    /// A document that holds a list.
    public init(arrayLiteral elements: Value.Element...) { self.init(Value(elements)) }
}

extension JSON: JSONStored {
    /// What a query's closure sees.
    public typealias ColumnType = JSONColumn<JSON<Value>>
    /// What a query's closure sees where the field is optional.
    public typealias OptionalColumnType = JSONColumn<JSON<Value>?>
    /// What the document holds.
    public typealias Document = Value
    /// A JSON document.
    public static var fieldType: FieldType { .json }

    /// Takes the row's next cell. Throws where the document has another shape than the type.
    public init(cellOf row: inout Row) throws {
        let text = try row.nextText()
        do {
            value = try JSONDecoder().decode(Value.self, from: Data(text))
        } catch {
            throw row.unreadable(
                "the JSON of a \(Value.self)",
                "'\(String(decoding: text.prefix(200), as: UTF8.self))'")
        }
    }

    /// The value as the database holds it: ASCII with a blank behind commas and colons, as Django
    /// writes it, the keys in alphabetical order. A value that can't be JSON, such as a number that
    /// is none, becomes a text that is never written.
    public var sqlValue: SQLValue {
        do {
            return .text(try document(of: value).jsonText)
        } catch {
            return .text("\(notJSON)\(error)")
        }
    }

    /// The value as templates see it: lists, dictionaries, texts and numbers.
    public var dynamicValue: DynamicValue {
        (try? document(of: value)) ?? .null
    }
}

/// A value as a JSON document.
func document(of value: some Encodable) throws -> DynamicValue {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try DynamicValue(json: encoder.encode(value))
}

/// A document of any shape: `var payload: DynamicValue`.
extension DynamicValue: JSONStored {
    /// What a query's closure sees.
    public typealias ColumnType = JSONColumn<DynamicValue>
    /// What a query's closure sees where the field is optional.
    public typealias OptionalColumnType = JSONColumn<DynamicValue?>
    /// What the document holds.
    public typealias Document = DynamicValue
    /// A JSON document.
    public static var fieldType: FieldType { .json }

    /// Takes the row's next cell.
    public init(cellOf row: inout Row) throws {
        let text = try row.nextText()
        do {
            self = try DynamicValue(json: text)
        } catch {
            throw row.unreadable("JSON", "'\(String(decoding: text.prefix(200), as: UTF8.self))'")
        }
    }

    /// The value as the database holds it. What can't be JSON becomes a text that is never written.
    public var sqlValue: SQLValue {
        do {
            return .text(try jsonText)
        } catch {
            return .text("\(notJSON)\(error)")
        }
    }

    /// The value as JSON, ASCII with a blank behind commas and colons.
    var jsonText: String {
        get throws {
            var writer = JSONWriter(.spacedASCII)
            try writer.write(self)
            if writer.hasReplacedNumbers { throw JSONError.notANumber }
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }
}
