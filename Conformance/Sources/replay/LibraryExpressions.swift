import ApusORM

extension LibraryCase {
    /// Conditions as a case tells them: by name, and `and`, `or`, `xor`, `not`, `Exists`.
    func condition(_ json: JSON) throws -> Condition {
        var all = Condition(true)
        for (name, value) in json.object ?? [] {
            all = all && (try condition(name, value))
        }
        return all
    }

    private func condition(_ name: String, _ value: JSON) throws -> Condition {
        switch name {
        case "and":
            return try (value.array ?? []).reduce(Condition(true)) { try $0 && condition($1) }
        case "or":
            let parts = try parts(value)
            return parts.dropFirst().reduce(parts.first ?? Condition(true)) { $0 || $1 }
        case "xor":
            let parts = try parts(value)
            return parts.dropFirst().reduce(parts.first ?? Condition(true)) { $0 ^ $1 }
        case "not":
            // Nothing negated is nothing.
            return isEmpty(value) ? Condition(true) : !(try condition(value))
        case "Exists": return Condition(try LibraryRows.existence(value))
        default: return query.condition(name, try operand(value, name: name))
        }
    }

    /// Conditions of which one is to hold: those that ask nothing drop out.
    private func parts(_ list: JSON) throws -> [Condition] {
        try (list.array ?? []).filter { !isEmpty($0) }.map { try condition($0) }
    }

    /// Whether a condition asks nothing.
    func isEmpty(_ json: JSON) -> Bool {
        (json.object ?? []).allSatisfy { name, value in
            switch name {
            case "and", "or", "xor": (value.array ?? []).allSatisfy(isEmpty)
            case "not": isEmpty(value)
            default: false
            }
        }
    }

    /// The value of a lookup.
    func operand(_ json: JSON, name: String) throws -> LookupValue {
        if let rows = json["queryset"] { return try LibraryRows.value(rows) }
        if let rows = json["Subquery"] {
            return try LibraryRows.value(name.hasSuffix("__in") ? rows : firstRow(of: rows))
        }
        for key in [
            "func", "Case", "OuterRef", "Window", "Q", "Exists", "Value", "add", "sub", "mul",
            "div", "mod",
            "pow",
        ] + Self.aggregates
        where json[key] != nil {
            return try expression(json)
        }
        if let items = json.array, items.contains(where: { $0.object != nil && $0["$t"] == nil }) {
            return .list(try items.map { try operand($0, name: name) })
        }
        return try LibraryValue.lookup(json, name: name)
    }

    /// A query that is a value gives its first row, sliced or not.
    private func firstRow(of rows: JSON) -> JSON {
        let steps = rows.array?.last?.array ?? []
        if steps.contains(where: { $0.array?.first?.string == "slice" }) { return rows }
        let slice = JSON.array([.string("slice"), .array([.int(0), .int(1)])])
        return .array((rows.array ?? []).dropLast() + [.array(steps + [slice])])
    }

    func ordering(_ json: JSON) throws -> NamedOrdering {
        if let name = json.string { return NamedOrdering(name) }
        let nulls: Ordering.Nulls? =
            json["nulls_first"]?.bool == true || json["nulls"]?.string == "first"
            ? .first
            : json["nulls_last"]?.bool == true || json["nulls"]?.string == "last" ? .last : nil
        // `{"F": "x", "desc": true}` or `{"desc": "x"}`.
        if let inner = json["desc"], inner.bool == nil {
            return NamedOrdering(try argument(inner), descending: true, nulls: nulls)
        }
        if let inner = json["asc"], inner.bool == nil {
            return NamedOrdering(try argument(inner), nulls: nulls)
        }
        return NamedOrdering(
            try expression(json), descending: json["desc"]?.bool == true, nulls: nulls)
    }

    private static var aggregates: [String] {
        ["Count", "Sum", "Avg", "Min", "Max", "StdDev", "Variance", "AnyValue", "StringAgg"]
    }

    /// An argument of a function: text is a field's name.
    private func argument(_ json: JSON) throws -> LookupValue {
        if let field = json.string { return .field(field) }
        return try expression(json)
    }

    /// An expression, with the conditions in it.
    func expression(_ json: JSON) throws -> LookupValue {
        for function in Self.aggregates {
            guard let of = json[function] else { continue }
            let isSample = json["sample"]?.bool == true
            return .aggregation(
                function + (isSample ? "Sample" : ""), try argument(of),
                distinct: json["distinct"]?.bool ?? false,
                filter: try json["filter"].map { try condition($0) },
                default: try json["default"].map { try expression($0) },
                delimiter: try json["delimiter"].map { try expression($0) })
        }
        if let name = json["OuterRef"]?.string { return .outer(name) }
        if let outer = json["OuterRef"] { return .outside(try expression(outer)) }
        if let rows = json["Subquery"] ?? json["queryset"] { return try LibraryRows.value(rows) }
        if let rows = json["Exists"] { return try LibraryRows.existence(rows) }
        if let condition = json["Q"] { return .condition(try self.condition(condition)) }
        if let cases = json["Case"]?.array {
            let branches = try cases.map { item in
                let parts = item.array ?? []
                return (
                    try condition(parts.first ?? .null), try expression(parts.last ?? .null)
                )
            }
            return .choice(branches, otherwise: try expression(json["default"] ?? .null))
        }
        if let function = json["Window"] {
            let order: [JSON] = json["order_by"].map { $0.array ?? [$0] } ?? []
            return .window(
                try expression(function),
                partition: try (json["partition_by"]?.array ?? []).map { try argument($0) },
                order: try order.map { try ordering($0) }, frame: try json["frame"].map(frame))
        }
        if let name = json["func"]?.string { return try function(name, json) }
        if let value = json["Value"] { return try expression(value) }
        for (name, sign) in Self.operators {
            if let sides = json[name]?.array, sides.count == 2 {
                return .calculation(try expression(sides[0]), sign, try expression(sides[1]))
            }
        }
        if let flag = json.bool { return .condition(Condition(flag)) }
        return try LibraryValue.lookup(json, name: "")
    }

    private static var operators: [(String, String)] {
        [
            ("add", "+"), ("sub", "-"), ("mul", "*"), ("div", "/"), ("mod", "%"), ("pow", "^"),
            ("bitand", "&"), ("bitor", "|"), ("bitxor", "#"), ("bitleftshift", "<<"),
            ("bitrightshift", ">>"),
        ]
    }

    private func frame(_ json: JSON) throws -> FrameExtent {
        let parts = json.array ?? []
        let kind = parts.first?.string ?? json["type"]?.string ?? json.object?.first?.key ?? ""
        let bounds = parts.count == 3 ? Array(parts[1...]) : json[kind]?.array ?? []
        let start = bounds.first?.int ?? json["start"]?.int
        let end = bounds.last?.int ?? json["end"]?.int
        return kind.lowercased().contains("row")
            ? .rows(from: start, to: end) : .range(from: start, to: end)
    }

    private func function(_ name: String, _ json: JSON) throws -> LookupValue {
        var arguments: [LookupValue] = []
        var name = name
        let given = json["args"]?.array ?? []
        let options = json["kwargs"]
        if name == "Trunc" || name == "Extract" {
            let unit =
                options?["kind"]?.string ?? options?["lookup_name"]?.string ?? given.last?.string
                ?? ""
            name += unit.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
                .joined()
            arguments = [try argument(given.first ?? .null)]
        } else {
            arguments = try given.map { try argument($0) }
        }
        if name == "Now" { return .call("Now", []) }
        if name == "Log", arguments.count == 2 { arguments = Array(arguments) }
        for option in ["precision", "offset", "nth", "num_buckets", "length", "default"] {
            guard let value = options?[option], option != "default" || name.hasPrefix("L") else {
                continue
            }
            if option == "default", arguments.count == 1 { arguments.append(1) }
            arguments.append(try expression(value))
        }
        if name == "JSONObject" {
            for (key, value) in options?.object ?? json["fields"]?.object ?? [] {
                arguments += [.value(.text(key)), try argument(value)]
            }
        }
        if name == "Cast", let value = arguments.first {
            let type = options?["output_field"]?.string ?? given.last?.string ?? ""
            return .cast(value, try fieldType(type))
        }
        if name == "Collate", let value = arguments.first {
            return .collated(value, options?["collation"]?.string ?? given.last?.string ?? "")
        }
        let call = LookupValue.call(name, arguments)
        if let zone = json["tz"]?.string ?? options?["tzinfo"]?.string {
            return .inZone(call, zone)
        }
        return call
    }

    private func fieldType(_ name: String) throws -> FieldType {
        switch name.replacing("Field", with: "").lowercased() {
        case "char", "text", "str": return .text()
        case "integer", "biginteger", "smallinteger", "int": return .bigInteger
        case "float": return .double
        case "decimal": return .decimal(digits: 12, places: 2)
        case "date": return .date
        case "datetime": return .dateTime
        case "time": return .time
        case "boolean": return .boolean
        default: throw ORMCases.Unbuilt(what: "a cast to \(name)")
        }
    }
}
