import ApusValues

// What stands between a row's values and the statement that writes them: values that no column can
// hold would make the table unreadable, or be silently others.

extension TableField {
    /// Whether a value of the field may have to be written differently, or refused.
    var checksValues: Bool {
        switch schema.type {
        case .decimal, .date, .time, .dateTime, .json, .ipAddress, .positiveBigInteger: true
        default: schema.reference != nil
        }
    }

    /// `value` in the form in which the column has it.
    func normalised(_ value: SQLValue) -> SQLValue { schema.type.normalised(value) }

    /// `value` as `method` is to write it. Throws a `ValidationError` with the field's name where no
    /// column can hold it, and a `QueryError` where it points at a row that isn't saved yet.
    func written(_ value: SQLValue, by method: StaticString = "save()") throws -> SQLValue {
        if isUnsavedReference(value) {
            throw QueryError(
                "\(method) prohibited to prevent data loss due to unsaved related object "
                    + "'\(schema.name)'.")
        }
        do {
            try schema.type.requireStorable(value)
        } catch {
            var named = ValidationError()
            named.add(error, field: schema.name)
            throw named
        }
        return normalised(value)
    }

    /// Whether the value points at a row that has no key yet.
    func isUnsavedReference(_ value: SQLValue) -> Bool {
        value == .integer(0) && target?.key.schema.type.isGenerated == true
    }
}

extension Table {
    /// `values`, one for each field, in the form in which the columns have them.
    func normalised(_ values: [SQLValue]) -> [SQLValue] {
        var values = values
        for field in checkedFields { values[field.index] = field.normalised(values[field.index]) }
        return values
    }
}

extension FieldType {
    /// `value` in the form in which a column has it: an IP address in its one spelling.
    func normalised(_ value: SQLValue) -> SQLValue {
        guard case .ipAddress = self, case .text(let text) = value else { return value }
        return .text(InternetAddress.canonical(text) ?? text)
    }

    /// Throws a `ValidationError` for what a value of the field's Swift type can be and the column
    /// can't.
    func requireStorable(_ value: SQLValue) throws(ValidationError) {
        if case .positiveBigInteger = self, case .real = value {
            throw ValidationError(
                "Ensure this value is less than or equal to \(Int64.max).", code: "max_value",
                parameters: ["limit_value": "\(Int64.max)"])
        }
        guard case .text(let text) = value else { return }
        switch self {
        case .decimal:
            guard let number = DecimalNumber(text), number.kind == .finite else {
                throw ValidationError(
                    "“\(text)” value must be a decimal number.", parameters: ["value": text])
            }
        case .date, .time, .dateTime:
            guard let mark = UnstorableMoment(rawValue: text) else { return }
            throw ValidationError(mark.message, code: "invalid_\(codeName)")
        case .json:
            if text.hasPrefix(notJSON) { throw ValidationError("Value must be valid JSON.") }
        default: break
        }
    }

    private var codeName: String {
        switch self {
        case .date: "date"
        case .time: "time"
        default: "datetime"
        }
    }
}

/// What stands for a date or a time that has no form in the database. As texts they are before and
/// behind all that have one, so that comparisons come out right.
enum UnstorableMoment: String {
    case early = "(before the year 0)"
    case late = "later than the year 9999"
    case none = "no date"
    case noTime = "no time"

    var message: String {
        switch self {
        case .early: "The date is before the year 0: columns hold the years 0 to 9999."
        case .late: "The date is later than the year 9999: columns hold the years 0 to 9999."
        case .none: "The calendar has no such date."
        case .noTime: "The day has no such time."
        }
    }

    /// What stands for a date of that year; nil where the year can be written.
    init?(year: Int) {
        if (0...9999).contains(year) { return nil }
        self = year < 0 ? .early : .late
    }

    var sqlValue: SQLValue { .text(rawValue) }
}

/// What begins the text that stands for a value which can't be JSON.
let notJSON = "no JSON: "
