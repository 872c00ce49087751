extension SQLiteDialect {
    /// Functions by Django's names, of arguments that are used once each and in order. Those that
    /// begin with `apus_` are registered on each connection.
    public func function(_ name: String, _ arguments: [String]) -> String? {
        let list = arguments.joined(separator: ", ")
        if let plain = Self.plain[name] { return "\(plain)(\(list))" }
        if name.hasPrefix("Extract") {
            let part = String(name.dropFirst(7)).snakeCased
            // It stands in the SQL as it is.
            guard part.allSatisfy({ $0.isLetter || $0 == "_" }) else { return nil }
            switch arguments.count {
            case 1: return datePart(part, of: arguments[0])
            case 2: return "apus_part('\(part)', \(list))"
            default: return nil
            }
        }
        if name.hasPrefix("Trunc") { return truncation(String(name.dropFirst(5)), arguments) }
        switch (name, arguments.count) {
        case ("Left", 2): return "SUBSTR(\(arguments[0]), 1, \(arguments[1]))"
        case ("Right", 2): return "SUBSTR(\(arguments[0]), -(\(arguments[1])))"
        case ("LPad", 2), ("RPad", 2): return "apus_\(name.lowercased())(\(list), ' ')"
        case ("LPad", 3), ("RPad", 3): return "apus_\(name.lowercased())(\(list))"
        case ("Concat", 1...), ("ConcatPair", 1...):
            return "(" + arguments.map { "COALESCE(\($0), '')" }.joined(separator: " || ") + ")"
        case ("Replace", 2): return "REPLACE(\(list), '')"
        case ("Replace", 3): return "REPLACE(\(list))"
        case ("Cot", 1): return "(1 / TAN(\(list)))"
        case ("Random", 0): return "((RANDOM() / 18446744073709551616.0) + 0.5)"
        case ("Now", 0): return "STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')"
        default: return nil
        }
    }

    /// `YearDate`, `Month`, `HourTime`: what is left of a date, and what kind of date it is.
    private func truncation(_ name: String, _ arguments: [String]) -> String? {
        guard let first = arguments.first, arguments.count <= 2 else { return nil }
        if name == "Date" || name == "Time" {
            return arguments.count == 1
                ? "\(name.lowercased())(\(first))"
                : "apus_part('\(name.lowercased())', \(arguments.joined(separator: ", ")))"
        }
        var kind = "datetime"
        var unit = name
        for suffix in ["Date", "Time"] where unit.hasSuffix(suffix) {
            unit.removeLast(4)
            kind = suffix.lowercased()
        }
        unit = unit.lowercased()
        guard Self.units.contains(unit) else { return nil }
        let zone = arguments.count == 2 ? arguments[1] : "NULL"
        return "apus_trunc('\(unit)', '\(kind)', \(first), \(zone))"
    }

    private static let units: Set<String> = [
        "year", "quarter", "month", "week", "day", "hour", "minute", "second",
    ]

    /// Functions that SQLite has under another name, or the same in capitals.
    private static let plain: [String: String] = [
        "Lower": "LOWER", "Upper": "UPPER", "Length": "LENGTH", "Substr": "SUBSTR",
        "Trim": "TRIM", "LTrim": "LTRIM", "RTrim": "RTRIM",
        "StrIndex": "INSTR", "Chr": "CHAR", "Ord": "UNICODE", "Coalesce": "COALESCE",
        "NullIf": "NULLIF", "Greatest": "MAX", "Least": "MIN", "Abs": "ABS", "Ceil": "CEILING",
        "Floor": "FLOOR", "Round": "ROUND", "Sqrt": "SQRT", "Power": "POWER", "Mod": "MOD",
        "Sign": "SIGN", "Exp": "EXP", "Ln": "LN", "Log": "LOG", "Pi": "PI", "Sin": "SIN",
        "Cos": "COS", "Tan": "TAN", "ASin": "ASIN", "ACos": "ACOS", "ATan": "ATAN",
        "ATan2": "ATAN2", "Degrees": "DEGREES", "Radians": "RADIANS",
        "JSONObject": "JSON_OBJECT", "JSONArray": "JSON_ARRAY", "RowNumber": "ROW_NUMBER",
        "Rank": "RANK", "DenseRank": "DENSE_RANK", "PercentRank": "PERCENT_RANK",
        "CumeDist": "CUME_DIST", "Ntile": "NTILE", "Lag": "LAG", "Lead": "LEAD",
        "FirstValue": "FIRST_VALUE", "LastValue": "LAST_VALUE", "NthValue": "NTH_VALUE",
        "Repeat": "apus_repeat", "Reverse": "apus_reverse", "MD5": "apus_md5",
        "SHA1": "apus_sha1", "SHA224": "apus_sha224", "SHA256": "apus_sha256",
        "SHA384": "apus_sha384", "SHA512": "apus_sha512", "BitXor": "apus_bitxor",
        "TimeDifference": "apus_difference", "DateShift": "apus_shift",
        "TimeShift": "apus_shift_time", "UUID4": "apus_uuid4", "UUID7": "apus_uuid7",
    ]
}
