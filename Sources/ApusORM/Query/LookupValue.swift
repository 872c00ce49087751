/// What a lookup by name is given.
public enum LookupValue: Sendable {
    /// One value; text is read as the field's type where that is not text.
    case value(SQLValue)
    /// Several, for `__in` and `__range`.
    case list([LookupValue])
    /// Another field of the same row, by name.
    case field(String)
    /// The rows of a query, for `__in`: its keys, or its only column.
    case rows(NamedQuery)
    /// Two values put together by `+`, `-`, `*`, `/` or `%`.
    indirect case calculation(LookupValue, String, LookupValue)
    /// JSON text, for a JSON field.
    case json(String)

    /// A query that is given to a lookup by name.
    public struct NamedQuery: Sendable {
        let query: SelectQuery
    }

    /// The rows of a query.
    public static func rows(of query: some Queryable) -> LookupValue {
        .rows(NamedQuery(query: query.querySet.query))
    }
}

extension LookupValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral, ExpressibleByNilLiteral,
    ExpressibleByArrayLiteral
{
    /// Text.
    public init(stringLiteral value: String) { self = .value(.text(value)) }
    /// An integer.
    public init(integerLiteral value: Int) { self = .value(.integer(Int64(value))) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .value(.integer(value ? 1 : 0)) }
    /// A number.
    public init(floatLiteral value: Double) { self = .value(.real(value)) }
    /// NULL.
    public init(nilLiteral: ()) { self = .value(.null) }
    /// Several values.
    public init(arrayLiteral values: LookupValue...) { self = .list(values) }

    /// A value of a field's type.
    public init(_ value: some FieldValue) { self = .value(value.sqlValue) }
}
