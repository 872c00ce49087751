/// SQLite's SQL.
public struct SQLiteDialect: Dialect {
    /// The dialect.
    public init() {}

    /// The name for messages.
    public var name: String { "sqlite" }
    /// SQLite's own limit.
    public var maxParameters: Int { 32_766 }
    /// Takes the write lock at the start, so that no statement fails in the middle.
    public var beginWrite: String { "BEGIN IMMEDIATE" }

    /// Takes no lock: the first read fixes what is seen.
    public var beginRead: String { "BEGIN" }

    /// SQLite's switch belongs to the connection.
    public func readOnly(_ isOn: Bool) -> String? { "PRAGMA query_only = \(isOn ? "ON" : "OFF")" }

    /// What stands around the two sides of a lookup.
    public func comparison(_ lookup: Lookup) -> (before: String, between: String, after: String) {
        switch lookup {
        case .exact: ("", " = ", "")
        case .notEqual: ("", " <> ", "")
        case .less: ("", " < ", "")
        case .lessOrEqual: ("", " <= ", "")
        case .greater: ("", " > ", "")
        case .greaterOrEqual: ("", " >= ", "")
        case .contains, .icontains, .startsWith, .istartsWith, .endsWith, .iendsWith, .iexact:
            ("", " LIKE ", " ESCAPE '\\'")
        case .regex: ("", " REGEXP ", "")
        case .iregex: ("", " REGEXP '(?i)' || ", "")
        }
    }

    /// A part of a date; weeks and week days as Django counts them.
    public func datePart(_ part: String, of date: String) -> String? {
        func number(_ format: String) -> String {
            "CAST(strftime('\(format)', \(date)) AS INTEGER)"
        }
        switch part {
        case "year": return number("%Y")
        case "month": return number("%m")
        case "day": return number("%d")
        case "hour": return number("%H")
        case "minute": return number("%M")
        case "second": return number("%S")
        case "quarter": return "((\(number("%m")) + 2) / 3)"
        // Django counts Sunday as 1; the ISO week day counts Monday as 1 and Sunday as 7.
        case "week_day": return "(\(number("%w")) + 1)"
        case "iso_week_day": return "((\(number("%w")) + 6) % 7 + 1)"
        // The week and the year of an ISO date are those of its Thursday.
        case "week":
            let thursday = "date(\(date), '-3 days', 'weekday 4')"
            return "((CAST(strftime('%j', \(thursday)) AS INTEGER) - 1) / 7 + 1)"
        case "iso_year":
            return "CAST(strftime('%Y', date(\(date), '-3 days', 'weekday 4')) AS INTEGER)"
        case "date": return "date(\(date))"
        case "time": return "time(\(date))"
        default: return nil
        }
    }

    /// The LIKE pattern for the user's text, its `%`, `_` and `\` escaped.
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

    /// The same of a text that is SQL already.
    public func pattern(_ lookup: Lookup, of text: String) -> String {
        let escaped =
            "REPLACE(REPLACE(REPLACE(\(text), '\\', '\\\\'), '%', '\\%'), '_', '\\_')"
        switch lookup {
        case .contains, .icontains: return "'%' || \(escaped) || '%'"
        case .startsWith, .istartsWith: return "\(escaped) || '%'"
        case .endsWith, .iendsWith: return "'%' || \(escaped)"
        default: return escaped
        }
    }

    /// A value as another type; dates are text in SQLite.
    public func cast(_ value: String, to type: FieldType) -> String {
        switch type {
        case .date: "date(\(value))"
        case .time: "time(\(value))"
        case .dateTime: "datetime(\(value))"
        case .double: "CAST(\(value) AS real)"
        case .decimal: "CAST(\(value) AS NUMERIC)"
        case .blob: "CAST(\(value) AS BLOB)"
        case .boolean: "CAST(\(value) AS bool)"
        case .duration: "CAST(\(value) AS bigint)"
        case _ where type.isInteger: "CAST(\(value) AS integer)"
        default: "CAST(\(value) AS text)"
        }
    }

    /// Longer lists make statements that no cache finds again.
    public var maxListed: Int { 999 }

    /// A JSON array; SQLite reads it as a table.
    public func listed(_ values: [SQLValue]) -> (text: String, binding: SQLValue)? {
        var json = "["
        for (index, value) in values.enumerated() {
            if index > 0 { json += "," }
            switch value {
            case .integer(let integer): json += String(integer)
            case .real(let real) where real.isFinite: json += String(real)
            case .text(let text): json += quotedJSON(text)
            default: return nil
            }
        }
        return ("(SELECT value FROM JSON_EACH(?))", .text(json + "]"))
    }

    /// What stands at `keys`; truth values and null as their JSON words.
    public func json(_ column: String, at keys: [JSONKey]) -> String {
        if keys.isEmpty { return "JSON(\(column))" }
        let path = jsonPath(keys)
        let type = "JSON_TYPE(\(column), \(path))"
        return "(CASE WHEN \(type) IN ('false', 'true', 'null') THEN \(type) "
            + "ELSE JSON_EXTRACT(\(column), \(path)) END)"
    }

    /// What stands at `keys`, as SQLite makes a value of it.
    public func json(_ column: String, plainAt keys: [JSONKey]) -> String {
        "JSON_EXTRACT(\(column), \(jsonPath(keys)))"
    }

    /// Whether something stands at `keys`, null included.
    public func json(_ column: String, hasKeyAt keys: [JSONKey]) -> String {
        "JSON_TYPE(\(column), \(jsonPath(keys))) IS NOT NULL"
    }

    /// The SQL that JSON text is bound into.
    public func jsonParameter(_ json: String) -> String {
        switch json {
        case "true", "false", "null": "?"
        default: "JSON_EXTRACT(?, '$')"
        }
    }

    /// `'$."dims"."w"'`; a number is a place in an array, from its end where it is negative.
    private func jsonPath(_ keys: [JSONKey]) -> String {
        var path = "$"
        for key in keys {
            switch key {
            case .name(let name): path += ".\(quotedJSON(name))"
            case .index(let place): path += place < 0 ? "[#\(place)]" : "[\(place)]"
            }
        }
        return "'" + path.replacing("'", with: "''") + "'"
    }

    /// The steps of a statement's plan.
    public func explain(_ sql: String) -> String { "EXPLAIN QUERY PLAN " + sql }

    /// LIMIT and OFFSET; SQLite takes no OFFSET alone.
    public func limitClause(limit: Int?, offset: Int) -> String {
        switch (limit, offset) {
        case (nil, 0): ""
        case (nil, _): " LIMIT -1 OFFSET " + String(offset)
        case (let limit?, 0): " LIMIT " + String(limit)
        case (let limit?, _): " LIMIT " + String(limit) + " OFFSET " + String(offset)
        }
    }
}
