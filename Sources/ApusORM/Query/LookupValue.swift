public import FoundationEssentials

/// What a lookup by name is given.
public enum LookupValue: Sendable {
    /// One value; text is read as the field's type where that is not text.
    case value(SQLValue)
    /// A truth value.
    case flag(Bool)
    /// A moment; a day is compared with the day on which it lies in UTC.
    case moment(Date)
    /// Several, for `__in` and `__range`.
    case list([LookupValue])
    /// Another field of the same row, by name.
    case field(String)
    /// A field, by name, of the row of the query around this one.
    case outer(String)
    /// The same of the query around that one: `.outside(.outer("pk"))` is two queries out.
    indirect case outside(LookupValue)
    /// An aggregate over the related rows, or over the group's: `Count`, `Sum`, `Avg`, `Min`, `Max`,
    /// `StdDev`, `Variance`, `AnyValue`, `StringAgg`; with a condition, over those that meet it.
    /// `default` is what no rows give, `delimiter` what `StringAgg` puts between texts.
    /// `aggregate(_:_:)` takes a field's name.
    indirect case aggregation(
        String, LookupValue, distinct: Bool = false, filter: Condition? = nil,
        default: LookupValue? = nil, delimiter: LookupValue? = nil)
    /// A function of the database, by Django's name for it: `.call("Lower", [.field("title")])`.
    case call(String, [LookupValue])
    /// The value of the first condition that a row meets, or the last value.
    indirect case choice([(Condition, LookupValue)], otherwise: LookupValue)
    /// The rows of a query, for `__in`: its keys, or its only column. Elsewhere its first value;
    /// what is to be equal to it must be limited to one row.
    case rows(NamedQuery)
    /// Whether a query has a row.
    case exists(NamedQuery)
    /// Whether a condition holds.
    case condition(Condition)
    /// Two values put together by `+`, `-`, `*`, `/`, `%`, `^` (a power), or by bits with `&`, `|`,
    /// `<<`, `>>` and `#` (exclusive or).
    indirect case calculation(LookupValue, String, LookupValue)
    /// A value as another type.
    indirect case cast(LookupValue, FieldType)
    /// Text compared by a collation of the database.
    indirect case collated(LookupValue, String)
    /// A part of a date, or a date cut short, as clocks of a time zone show it:
    /// `.inZone(.call("ExtractHour", [.field("at")]), "Europe/Berlin")`.
    indirect case inZone(LookupValue, String)
    /// A function of the rows around a row, or an aggregate over them: `RowNumber`, `Rank`,
    /// `DenseRank`, `PercentRank`, `CumeDist`, `Ntile`, `Lag`, `Lead`, `FirstValue`, `LastValue`,
    /// `NthValue`, and all aggregates.
    indirect case window(
        LookupValue, partition: [LookupValue] = [], order: [NamedOrdering] = [],
        frame: FrameExtent? = nil)
    /// JSON text, for a JSON field.
    case json(String)
    /// A length of time in microseconds, to add to a date or to compare with.
    case duration(Int64)

    /// A query that is given to a lookup by name.
    public struct NamedQuery: Sendable {
        let query: SelectQuery
        var type: FieldType = .bigInteger
    }

    /// An aggregate of a field, by name; `*` counts rows.
    public static func aggregate(
        _ function: String, _ field: String, distinct: Bool = false, filter: Condition? = nil,
        default missing: LookupValue? = nil
    ) -> LookupValue {
        .aggregation(
            function, .field(field), distinct: distinct, filter: filter, default: missing)
    }

    /// The rows of a query.
    public static func rows(of query: some Queryable) -> LookupValue {
        .rows(NamedQuery(query: query.querySet.query))
    }

    /// The values of columns of a query, by names.
    public static func rows(of query: some Queryable, columns: [String]) -> LookupValue {
        .rows(query.selecting(columns))
    }

    /// The values that a query selects.
    public static func rows(_ values: NamedValues) -> LookupValue {
        .rows(NamedQuery(query: values.query, type: values.types.first ?? .text()))
    }

    /// Whether a query has a row.
    public static func exists(in query: some Queryable) -> LookupValue {
        .exists(NamedQuery(query: query.querySet.query))
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
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .value(.real(value)) }
    /// NULL.
    public init(nilLiteral: ()) { self = .value(.null) }
    /// Several values.
    public init(arrayLiteral values: LookupValue...) { self = .list(values) }

    /// A value of a field's type.
    public init(_ value: some FieldValue) {
        switch (value, value.sqlValue) {
        case (let flag as Bool, _): self = .flag(flag)
        case (let moment as Date, _): self = .moment(moment)
        case (_, .text(let text)) where type(of: value).fieldType == .json: self = .json(text)
        case (_, let constant): self = .value(constant)
        }
    }
}

extension LookupValue {
    /// The value as a database holds it, where it is one and not computed.
    var constant: SQLValue? {
        switch self {
        case .value(let value): value
        case .flag(let flag): .integer(flag ? 1 : 0)
        case .moment(let moment): moment.sqlValue
        default: nil
        }
    }

    /// The value as text to search for.
    var text: String? {
        if case .flag(let flag) = self { flag ? "True" : "False" } else { constant?.asText }
    }
}
