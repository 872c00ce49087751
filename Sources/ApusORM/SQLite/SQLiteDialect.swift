/// SQLite's SQL.
public struct SQLiteDialect: Dialect {
    /// The dialect.
    public init() {}

    public var name: String { "sqlite" }
    public var maxParameters: Int { 32_766 }
    public var beginWrite: String { "BEGIN IMMEDIATE" }

    public func comparison(_ lookup: Lookup, _ left: String, _ right: String) -> String {
        switch lookup {
        case .exact: "\(left) = \(right)"
        case .notEqual: "\(left) <> \(right)"
        case .less: "\(left) < \(right)"
        case .lessOrEqual: "\(left) <= \(right)"
        case .greater: "\(left) > \(right)"
        case .greaterOrEqual: "\(left) >= \(right)"
        case .contains, .icontains, .startsWith, .istartsWith, .endsWith, .iendsWith, .iexact:
            "\(left) LIKE \(right) ESCAPE '\\'"
        case .regex: "\(left) REGEXP \(right)"
        case .iregex: "\(left) REGEXP '(?i)' || \(right)"
        }
    }

    public func pattern(_ lookup: Lookup, _ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" {
                escaped.unicodeScalars.append("\\")
            }
            escaped.unicodeScalars.append(scalar)
        }
        switch lookup {
        case .contains, .icontains: return "%\(escaped)%"
        case .startsWith, .istartsWith: return "\(escaped)%"
        case .endsWith, .iendsWith: return "%\(escaped)"
        case .iexact: return escaped
        default: return text
        }
    }

    public func limitClause(limit: Int?, offset: Int) -> String {
        switch (limit, offset) {
        case (nil, 0): ""
        case (nil, _): " LIMIT -1 OFFSET \(offset)"
        case (let limit?, 0): " LIMIT \(limit)"
        case (let limit?, _): " LIMIT \(limit) OFFSET \(offset)"
        }
    }
}
