package import ApusValues
import FoundationEssentials

/// Values on their way from a fixture into a column, read as Django's fields read them.
package enum FixtureInput {
    /// Why a value is none of its field's: Django's words.
    package struct Invalid: Error, CustomStringConvertible {
        package let description: String

        init(_ description: String) { self.description = description }
    }

    /// The value as the column stores it. Throws `Invalid`.
    static func stored(
        _ value: DynamicValue, as column: FixtureModel.Column
    ) throws -> SQLValue {
        try stored(value, as: column.type, nullable: column.field.isNullable)
    }

    /// The value as a column of `type` stores it. Throws `Invalid`.
    package static func stored(
        _ value: DynamicValue, as type: FieldType, nullable: Bool = false
    ) throws -> SQLValue {
        if case .null = value { return .null }
        switch type {
        case .key, .integerKey, .smallKey, .smallInteger, .integer, .bigInteger,
            .positiveSmallInteger, .positiveInteger, .positiveBigInteger:
            return .integer(Int64(try integer(value)))
        case .boolean: return try boolean(value, nullable: nullable)
        case .double: return .real(try double(value))
        case .decimal(let digits, let places):
            return try decimal(value, digits: digits, places: places)
        case .text, .slug, .email, .url, .filePath: return try text(value)
        case .ipAddress: return type.normalised(try text(value))
        case .uuid: return try uuid(value)
        case .json: return try json(value)
        case .date: return try date(value)
        case .time: return try time(value)
        case .dateTime: return try dateTime(value)
        case .duration: return try duration(value)
        case .blob: return try blob(value)
        case .manyToMany: throw Invalid("a many-to-many field is a list of keys.")
        }
    }

    private static func quoted(_ value: DynamicValue) -> String {
        let text = value.description
        return "“\(text.count > 200 ? text.prefix(200) + "…" : text[...])”"
    }

    private static func integer(_ value: DynamicValue) throws -> Int {
        let number: Int? =
            switch value {
            case .int(let number): number
            case .bool(let flag): flag ? 1 : 0
            case .double(let number): Int(exactly: number.rounded(.towardZero))
            case .string(let text): Int(text.trimmed)
            default: nil
            }
        guard let number else { throw Invalid("\(quoted(value)) value must be an integer.") }
        return number
    }

    private static func boolean(_ value: DynamicValue, nullable: Bool) throws -> SQLValue {
        switch value {
        case .bool(let flag): return .integer(flag ? 1 : 0)
        case .int(let number) where number == 0 || number == 1: return .integer(Int64(number))
        case .string("t"), .string("True"), .string("1"): return .integer(1)
        case .string("f"), .string("False"), .string("0"): return .integer(0)
        default:
            throw Invalid(
                "\(quoted(value)) value must be either "
                    + (nullable ? "True, False, or None." : "True or False."))
        }
    }

    private static func double(_ value: DynamicValue) throws -> Double {
        let number: Double? =
            switch value {
            case .double(let number): number
            case .int(let number): Double(number)
            case .bool(let flag): flag ? 1 : 0
            case .decimal(let number): number.double
            case .string(let text): Double(text.trimmed)
            default: nil
            }
        guard let number, number.isFinite else {
            throw Invalid("\(quoted(value)) value must be a float.")
        }
        return number
    }

    private static func decimal(
        _ value: DynamicValue, digits: Int, places: Int
    ) throws -> SQLValue {
        let number: DecimalNumber? =
            switch value {
            case .string(let text): DecimalNumber(text)
            case .bool: nil
            default: value.number
            }
        guard let number, number.kind == .finite else {
            throw Invalid("\(quoted(value)) value must be a decimal number.")
        }
        let rounded = number.rounded(toPlaces: places)
        guard rounded.isZero || rounded.adjustedExponent < digits - places else {
            throw Invalid(
                "\(quoted(value)) has more than \(digits - places) digits before the decimal "
                    + "point.")
        }
        // As text: the column's own affinity makes a number of it where that keeps every digit.
        return .text(rounded.description)
    }

    private static func text(_ value: DynamicValue) throws -> SQLValue {
        switch value {
        case .list, .dictionary: throw Invalid("\(quoted(value)) value must be text.")
        case .string(let text): return .text(text)
        default: return .text(value.description)
        }
    }

    private static func uuid(_ value: DynamicValue) throws -> SQLValue {
        guard case .string(let text) = value else {
            throw Invalid("\(quoted(value)) is not a valid UUID.")
        }
        let digits = text.lowercased().replacing("urn:uuid:", with: "")
            .filter { $0 != "-" && $0 != "{" && $0 != "}" }
        guard digits.utf8.count == 32, digits.allSatisfy(\.isHexDigit) else {
            throw Invalid("\(quoted(value)) is not a valid UUID.")
        }
        return .text(digits)
    }

    private static func json(_ value: DynamicValue) throws -> SQLValue {
        var writer = JSONWriter(.spacedASCII)
        try writer.write(value)
        return .text(String(decoding: writer.bytes, as: UTF8.self))
    }

    private static func date(_ value: DynamicValue) throws -> SQLValue {
        if case .string(let text) = value {
            do {
                if let moment = try DateParsing.date(text) { return moment.sqlValue }
                if let moment = try DateParsing.dateTime(text) { return moment.date.sqlValue }
            } catch {
                throw Invalid(
                    "\(quoted(value)) value has the correct format (YYYY-MM-DD) but it is an "
                        + "invalid date.")
            }
        }
        throw Invalid(
            "\(quoted(value)) value has an invalid date format. It must be in YYYY-MM-DD format.")
    }

    private static func time(_ value: DynamicValue) throws -> SQLValue {
        if case .string(let text) = value {
            do {
                if let time = try DateParsing.time(text) { return .text(time.description) }
            } catch {
                throw Invalid(
                    "\(quoted(value)) value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is "
                        + "an invalid time.")
            }
        }
        throw Invalid(
            "\(quoted(value)) value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] "
                + "format.")
    }

    private static func dateTime(_ value: DynamicValue) throws -> SQLValue {
        if case .string(let text) = value {
            do {
                if let moment = try DateParsing.dateTime(text) {
                    let utc =
                        moment.zone == nil
                        ? CivilDateTime(date: moment.date, time: moment.time, zone: .utc) : moment
                    let shown = utc.converted(to: .utc)
                    guard (1...9999).contains(shown.date.year) else {
                        throw Invalid("\(quoted(value)) is beyond the years that a date has.")
                    }
                    return .text("\(shown.date) \(shown.time)")
                }
            } catch let error as Invalid {
                throw error
            } catch {
                throw Invalid(
                    "\(quoted(value)) value has the correct format "
                        + "(YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.")
            }
        }
        throw Invalid(
            "\(quoted(value)) value has an invalid format. It must be in "
                + "YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.")
    }

    private static func duration(_ value: DynamicValue) throws -> SQLValue {
        guard case .string(let text) = value, let duration = DurationText.parse(text),
            let microseconds = Int64(exactly: DurationText.microseconds(duration))
        else {
            throw Invalid(
                "\(quoted(value)) value has an invalid format. It must be in [DD] "
                    + "[[HH:]MM:]ss[.uuuuuu] format.")
        }
        return .integer(microseconds)
    }

    private static func blob(_ value: DynamicValue) throws -> SQLValue {
        guard case .string(let text) = value,
            let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters)
        else { throw Invalid("\(quoted(value)) value must be Base64.") }
        return .blob([UInt8](data))
    }
}

extension String {
    /// The text without white space at its ends.
    fileprivate var trimmed: String {
        var rest = self[...]
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest.drop(while: \.isWhitespace))
    }
}
