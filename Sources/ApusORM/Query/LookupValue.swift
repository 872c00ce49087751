/// What a lookup by name is given.
public enum LookupValue: Sendable {
    /// One value; text is read as the field's type where that is not text.
    case value(SQLValue)
    /// Several, for `__in` and `__range`.
    case list([LookupValue])
    /// Another field of the same row, by name.
    case field(String)
    /// `Count`, `Sum`, `Avg`, `Min` or `Max` of a field over the related rows, or over the group's;
    /// with a condition, over those that meet it.
    case aggregate(String, String, distinct: Bool = false, filter: Condition? = nil)
    /// A function of the database, by Django's name for it: `.call("Lower", [.field("title")])`.
    case call(String, [LookupValue])
    /// The value of the first condition that a row meets, or the last value.
    indirect case choice([(Condition, LookupValue)], otherwise: LookupValue)
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

    /// The values of columns of a query, by names.
    public static func rows(of query: some Queryable, columns: [String]) -> LookupValue {
        var selected = query.querySet.query
        for name in columns {
            do {
                selected.columns.append(
                    try NamedLookup(
                        name, from: selected.table, annotations: selected.annotations
                    ).node)
            } catch {
                if selected.problem == nil { selected.problem = error }
            }
        }
        return .rows(NamedQuery(query: selected))
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
