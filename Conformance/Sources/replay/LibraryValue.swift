import ApusORM
import ApusValues
import FoundationEssentials

/// Values of `orm_queries`: as lookups take them and as results are compared.
enum LibraryValue {
    /// A recorded argument as a lookup's value.
    static func lookup(_ json: JSON, name: String) throws -> LookupValue {
        let last = name.split(separator: "_").suffix(2).joined(separator: "_")
        let isJSON =
            name.hasPrefix("meta")
            && !["isnull", "has_key", "has_keys"].contains { name.hasSuffix("__" + $0) }
            && last != "any_keys" && !name.hasSuffix("contains") && !name.hasSuffix("with")
            && !name.hasSuffix("regex") && !name.hasSuffix("iexact")
        if isJSON {
            if name.hasSuffix("__in"), let list = json.array {
                return .list(try list.map { try document($0) })
            }
            if json["F"] == nil { return try document(json["json"] ?? json) }
        }
        switch json {
        case .null: return .value(.null)
        case .bool(let flag): return .flag(flag)
        case .int(let number): return .value(.integer(Int64(number)))
        case .number(let text): return .value(.real(Double(text) ?? 0))
        case .string(let text): return .value(.text(text))
        case .array(let list): return .list(try list.map { try lookup($0, name: "") })
        case .object: return try expression(json)
        }
    }

    /// A JSON document: a scalar as itself, as callers would give it.
    private static func document(_ json: JSON) throws -> LookupValue {
        switch json {
        case .array, .object: .json(json.text)
        default: try lookup(json, name: "")
        }
    }

    private static func expression(_ json: JSON) throws -> LookupValue {
        if let name = json["F"]?.string { return .field(name) }
        if let parts = json["td"]?.object ?? json["timedelta"]?.object {
            let units = [
                "days": 86_400_000_000, "hours": 3_600_000_000, "minutes": 60_000_000,
                "seconds": 1_000_000, "microseconds": 1, "weeks": 604_800_000_000,
            ]
            return .duration(
                parts.reduce(0) { $0 + Int64((units[$1.key] ?? 0) * ($1.value.int ?? 0)) })
        }
        if let value = json["json"] { return .json(value.text) }
        if json["$t"]?.string == "timedelta_us" { return .duration(Int64(json["v"]?.int ?? 0)) }
        if let text = json["dec"]?.string { return .value(.real(Double(text) ?? 0)) }
        if let text = json["date"]?.string ?? json["dt"]?.string ?? json["datetime"]?.string {
            return .value(.text(text.replacing("T", with: " ")))
        }
        if json["$t"] != nil { return .value(LibrarySchema.stored(json)) }
        throw ORMCases.Unbuilt(what: json.object?.first?.key ?? "an expression")
    }

    /// A recorded result, its typed values made plain.
    static func comparable(_ json: JSON) -> JSON {
        switch json {
        case .array(let items): return .array(items.map(comparable))
        case .object(let members):
            switch json["$t"]?.string {
            case "float", "decimal": return number(Double(json["v"]?.string ?? "") ?? 0)
            case "datetime": return .string(instant(json))
            case .some: return json["v"] ?? .null
            case nil: return .object(members.map { ($0.key, comparable($0.value)) })
            }
        case .int(let integer): return number(Double(integer))
        case .number(let text): return number(Double(text) ?? 0)
        default: return json
        }
    }

    /// A moment in UTC as the database holds it.
    private static func instant(_ json: JSON) -> String {
        let text = (json["v"]?.string ?? "").replacing("T", with: " ")
        guard let offset = json["offset_minutes"]?.int, offset != 0,
            let local =
                (try? Date(
                    text,
                    strategy: .iso8601.dateTimeSeparator(.space).year().month()
                        .day().time(includingFractionalSeconds: false)))
        else { return text }
        return (local - Double(offset * 60)).databaseText
    }

    /// A value of a result.
    static func comparable(_ value: SQLValue, _ type: FieldType) -> JSON {
        switch value {
        case .null: return .null
        case .integer(let integer):
            return type == .boolean ? .bool(integer != 0) : number(Double(integer))
        case .real(let real): return number(real)
        case .text(let text):
            // A part that is text but reads as JSON is taken for that, as in Django.
            if type == .json, let document = try? JSON(parsing: Array(text.utf8)) {
                return comparable(document)
            }
            return .string(text)
        case .blob: return .null
        }
    }

    /// A value as templates see it.
    static func json(_ value: DynamicValue) throws -> JSON {
        switch value {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .int(let integer): number(Double(integer))
        case .double(let real): number(real)
        case .string(let text): .string(text)
        case .object(let object):
            if let rows = try object.elements() {
                // Books come in the order of their titles, others in none.
                .array(
                    rows.contains(where: isBook)
                        ? try rows.map { try json($0) }
                        : try rows.map { try json($0) }.sorted { $0.text < $1.text })
            } else {
                try json(try object.value(ofMember: "pk") ?? .null)
            }
        default: throw ORMCases.Unbuilt(what: "a kind of value")
        }
    }

    private static func isBook(_ row: DynamicValue) -> Bool {
        if case .object(let object) = row { object is Book } else { false }
    }

    private static func number(_ value: Double) -> JSON {
        // Sums of decimals differ in the last digits.
        .number("\((value * 1_000_000).rounded() / 1_000_000)")
    }
}
