extension SQLiteDialect {
    /// Functions by Django's names, of arguments that are used once each and in order.
    public func function(_ name: String, _ arguments: [String]) -> String? {
        let list = arguments.joined(separator: ", ")
        if let plain = Self.plain[name] { return "\(plain)(\(list))" }
        if name.hasPrefix("Extract"), arguments.count == 1 {
            return datePart(Self.part(name.dropFirst(7)), of: arguments[0])
        }
        switch (name, arguments.count) {
        case ("Left", 2): return "SUBSTR(\(arguments[0]), 1, \(arguments[1]))"
        case ("Right", 2): return "SUBSTR(\(arguments[0]), -(\(arguments[1])))"
        case ("Concat", 2...):
            return "(" + arguments.map { "COALESCE(\($0), '')" }.joined(separator: " || ") + ")"
        case ("Random", 0): return "((RANDOM() / 18446744073709551616.0) + 0.5)"
        case ("TruncYear", 1): return "strftime('%Y-01-01', \(arguments[0]))"
        case ("TruncMonth", 1): return "strftime('%Y-%m-01', \(arguments[0]))"
        case ("TruncWeek", 1): return "date(\(arguments[0]), '-6 days', 'weekday 1')"
        case ("TruncDay", 1), ("TruncDate", 1): return "date(\(arguments[0]))"
        case ("TruncTime", 1): return "time(\(arguments[0]))"
        case ("TruncHour", 1): return "strftime('%Y-%m-%d %H:00:00', \(arguments[0]))"
        case ("TruncMinute", 1): return "strftime('%Y-%m-%d %H:%M:00', \(arguments[0]))"
        case ("TruncSecond", 1): return "strftime('%Y-%m-%d %H:%M:%S', \(arguments[0]))"
        default: return nil
        }
    }

    /// Functions that SQLite has under another name, or the same in capitals.
    private static let plain: [String: String] = [
        "Lower": "LOWER", "Upper": "UPPER", "Length": "LENGTH", "Substr": "SUBSTR",
        "Trim": "TRIM", "LTrim": "LTRIM", "RTrim": "RTRIM", "Replace": "REPLACE",
        "StrIndex": "INSTR", "Chr": "CHAR", "Ord": "UNICODE", "Coalesce": "COALESCE",
        "NullIf": "NULLIF", "Greatest": "MAX", "Least": "MIN", "Abs": "ABS", "Ceil": "CEILING",
        "Floor": "FLOOR", "Round": "ROUND", "Sqrt": "SQRT", "Power": "POWER", "Mod": "MOD",
        "Sign": "SIGN", "Exp": "EXP", "Ln": "LN", "Log": "LOG", "Pi": "PI", "Sin": "SIN",
        "Cos": "COS", "Tan": "TAN", "ASin": "ASIN", "ACos": "ACOS", "ATan": "ATAN",
        "ATan2": "ATAN2", "Degrees": "DEGREES", "Radians": "RADIANS",
    ]

    /// `IsoWeekDay` as `iso_week_day`.
    private static func part(_ name: Substring) -> String { String(name).snakeCased }
}
