/// A lookup by name, resolved against a model: a column with its transforms, and the comparison.
struct NamedLookup {
    /// The column, transformed.
    let node: Node
    /// The field's or annotation's name, for messages.
    private let fieldName: String
    private let annotations: [Annotation]
    /// What the transforms make of the field's type.
    let type: FieldType
    /// The model whose rows are meant, where a relation has no field behind it.
    let target: Table?
    private let lookup: String
    private let table: Table
    /// Whether the name ends in a relation: it stands for the other row's key.
    private let isRelation: Bool

    private static let dateParts: Set<String> = [
        "year", "iso_year", "month", "day", "week", "week_day", "iso_week_day", "quarter", "hour",
        "minute", "second",
    ]
    private static let lookups: Set<String> = [
        "exact", "iexact", "contains", "icontains", "in", "gt", "gte", "lt", "lte", "startswith",
        "istartswith", "endswith", "iendswith", "range", "isnull", "regex", "iregex",
    ]
    private static let relationLookups: Set<String> = [
        "exact", "in", "gt", "gte", "lt", "lte", "isnull",
    ]
    private static let jsonLookups: Set<String> = [
        "has_key", "has_keys", "has_any_keys", "contained_by",
    ]

    /// Resolves `name` against the fields of `table`, and before them against `annotations`.
    init(
        _ name: String, from table: Table, annotations: [Annotation] = []
    ) throws(QueryError) {
        self.table = table
        self.annotations = annotations
        var node: Node
        var type: FieldType
        var rest: ArraySlice<String>
        var isRelation = false
        if let annotation = annotations.last(where: {
            name == $0.name || name.hasPrefix($0.name + "__")
        }) {
            node = annotation.reference
            type = annotation.type
            target = nil
            fieldName = annotation.name
            rest =
                Array(
                    name.dropFirst(annotation.name.count + 2).split(separator: "__").map(
                        String.init))[...]
        } else {
            let path = try NamedPath(name, from: table)
            node = .column(path.reference)
            type = path.reference.field.valueType
            target = path.endsInRelation ? path.reference.field.table : path.reference.field.target
            isRelation = target != nil
            fieldName = path.reference.field.schema.name
            rest = path.rest[...]
        }
        var lookup = "exact"
        var keys: [String] = []
        while let part = rest.popFirst() {
            if type == .json {
                if rest.isEmpty, Self.lookups.contains(part) || Self.jsonLookups.contains(part) {
                    lookup = part
                } else {
                    keys.append(part)
                }
            } else if Self.dateParts.contains(part), type.hasPart(part) {
                node = .datePart(part, node)
                type = .integer
            } else if part == "date", type == .dateTime {
                node = .datePart(part, node)
                type = .date
            } else if part == "time", type == .dateTime {
                node = .datePart(part, node)
                type = .time
            } else if rest.isEmpty, Self.lookups.contains(part) {
                if isRelation, !Self.relationLookups.contains(part) {
                    throw QueryError(
                        "Related Field got invalid lookup: \(part). Choices are: "
                            + Self.relationLookups.sorted().joined(separator: ", "))
                }
                lookup = part
            } else if part == "pk", isRelation, rest.isEmpty {
                continue
            } else {
                throw QueryError(
                    "Unsupported lookup '\(part)' for \(fieldName) or join on the field "
                        + "not permitted.")
            }
        }
        if !keys.isEmpty { node = .json(node, keys.map { JSONKey(lookup: $0) }) }
        self.node = node
        self.type = type
        self.lookup = lookup
        self.isRelation = isRelation
    }

    /// Says that a comparison is no value: `order(by: "title__contains")`.
    func requireNoComparison(_ name: String) throws(QueryError) {
        if lookup != "exact" || name.hasSuffix("__exact") {
            throw QueryError(
                "Cannot resolve keyword '\(lookup)' into field. Join on '\(fieldName)' not "
                    + "permitted.")
        }
    }

    /// The condition that the lookup makes with `value`.
    func condition(_ value: LookupValue) throws(QueryError) -> ConditionNode {
        if lookup == "exact", case .rows(let rows) = value, rows.query.limit != 1 {
            throw QueryError(
                "The QuerySet value for an exact lookup must be limited to one result using "
                    + "slicing.")
        }
        if type == .json { return try jsonCondition(value) }
        switch lookup {
        case "isnull":
            return .isNull(node, try flag(value))
        case "in":
            switch value {
            case .list(let list):
                var values: [SQLValue] = []
                var nodes: [Node] = []
                for item in list where sideOfIntegers(item) == nil {
                    switch try operand(item) {
                    case .value(let constant): values.append(constant)
                    case let node: nodes.append(node)
                    }
                }
                if nodes.isEmpty { return .among(node, values) }
                return .amongNodes(node, nodes + values.map(Node.value))
            case .rows(let rows):
                if rows.query.columns.count > 1 {
                    throw QueryError(
                        "The QuerySet value for the 'in' lookup must have 1 selected fields "
                            + "(received \(rows.query.columns.count))")
                }
                return .amongRows(node, rows.query)
            default: throw QueryError("The value for an in lookup must be a list or a query.")
            }
        case "range":
            guard case .list(let list) = value, list.count == 2 else {
                throw QueryError("The value for a range lookup must be a list of two.")
            }
            if list.contains(where: { sideOfIntegers($0) != nil }) {
                return .all([
                    try comparison(.greaterOrEqual, list[0]), try comparison(.lessOrEqual, list[1]),
                ])
            }
            return .between(node, try operand(list[0]), try operand(list[1]))
        default: break
        }
        guard let comparison = Lookup(rawValue: lookup) else {
            throw QueryError("Unsupported lookup '\(lookup)'.")
        }
        if comparison.isPattern || comparison == .regex || comparison == .iregex {
            if case .value(.null) = value, comparison == .iexact { return .isNull(node, true) }
            if case .value(.null) = value {
                throw QueryError("Cannot use None as a query value")
            }
            // The column has a UUID's digits without the dashes.
            let isUUID = type == .uuid && comparison.isPattern
            if let text = value.text {
                return .compare(
                    node, comparison, .value(.text(isUUID ? text.replacing("-", with: "") : text)))
            }
            let other = try table.expression(value, annotations).node
            return .compare(
                node, comparison,
                isUUID ? .function("Replace", [other, .value(.text("-"))]) : other)
        }
        if case .value(.null) = value {
            if comparison == .exact { return .isNull(node, true) }
            throw QueryError("Cannot use None as a query value")
        }
        return try self.comparison(comparison, value)
    }

    private func comparison(
        _ comparison: Lookup, _ value: LookupValue
    ) throws(QueryError) -> ConditionNode {
        guard let side = sideOfIntegers(value) else {
            return .compare(node, comparison, try operand(value))
        }
        // A column of integers is on one side of a number that none of them can be.
        let holds =
            side < 0
            ? comparison == .greater || comparison == .greaterOrEqual
            : comparison == .less || comparison == .lessOrEqual
        // Where it is another table's, there must be a row of that.
        if holds, case .column(let reference) = node, reference.join != nil {
            return .isNull(node, false)
        }
        return .constant(holds)
    }

    private func sideOfIntegers(_ value: LookupValue) -> Int? {
        type.isInteger ? value.constant?.sideOfIntegers : nil
    }

    /// What `isnull` is given.
    private func flag(_ value: LookupValue) throws(QueryError) -> Bool {
        switch value {
        case .flag(let flag): return flag
        case .value(.null): throw QueryError("Cannot use None as a query value")
        default:
            throw QueryError(
                "The QuerySet value for an isnull lookup must be True or False.")
        }
    }

    private func operand(_ value: LookupValue) throws(QueryError) -> Node {
        if let constant = try constant(value) { return .value(constant) }
        return try table.expression(value, annotations).node
    }

    private func constant(_ value: LookupValue) throws(QueryError) -> SQLValue? {
        if case .value(.real(let number)) = value, type.isInteger {
            // Whole numbers from 2.5 on are those from 3 on; keys of relations are cut off.
            let isRounded = (lookup == "gte" || lookup == "lt") && !isRelation
            let whole = isRounded ? number.rounded(.up) : number
            guard let integer = Int64(exactly: whole.rounded(.towardZero)) else {
                throw QueryError("Field '\(fieldName)' expected a number but got '\(number)'.")
            }
            return .integer(integer)
        }
        return try type.coerced(value, for: fieldName)
    }

    private func jsonCondition(_ value: LookupValue) throws(QueryError) -> ConditionNode {
        func key(_ value: LookupValue) throws(QueryError) -> ConditionNode {
            guard let name = value.text else {
                throw QueryError("The lookup '\(lookup)' takes keys.")
            }
            return .hasKey(node, .name(name))
        }
        switch (lookup, value) {
        case ("contains", _), ("contained_by", _):
            throw QueryError(
                "\(lookup) lookup is not supported on this database: look at keys of the document.")
        case ("has_key", _): return try key(value)
        case ("has_keys", .list(let list)), ("has_any_keys", .list(let list)):
            var parts: [ConditionNode] = []
            for item in list { parts.append(try key(item)) }
            return lookup == "has_keys" ? .all(parts) : .any(parts)
        case ("isnull", _): return isMissing(try flag(value))
        case ("iexact", .value(.null)): return isMissing(true)
        case ("in", .list(let list)):
            var parts: [Node] = []
            for item in list {
                // Nothing is one of several values for being NULL, as in SQL.
                if case .value(.null) = item { continue }
                parts.append(document(item))
            }
            return .amongNodes(part, parts)
        default: break
        }
        guard let comparison = Lookup(rawValue: lookup) else {
            throw QueryError("Unsupported lookup '\(lookup)'.")
        }
        if case .value(.null) = value, comparison != .exact {
            throw QueryError("Cannot use None as a query value")
        }
        if comparison.isPattern || comparison == .regex || comparison == .iregex {
            guard let text = value.text else {
                throw QueryError("The lookup '\(lookup)' takes text.")
            }
            return .compare(node, comparison, .value(.text(text)))
        }
        if case .field(let name) = value {
            return .compare(
                node, comparison,
                try NamedLookup(name, from: table, annotations: annotations).node)
        }
        switch value {
        case .flag(let flag) where comparison != .exact && hasKeys:
            // Django too orders truth values as the numbers that they are in Python.
            return .compare(node, comparison, .value(.integer(flag ? 1 : 0)))
        case .value, .flag, .moment, .json, .list: break
        default: return .compare(node, comparison, try operand(value))
        }
        return .compare(part, comparison, document(value))
    }

    /// Whether there is no document, or no such key in it.
    private func isMissing(_ isNull: Bool) -> ConditionNode {
        guard case .json(let column, let keys) = node, let last = keys.last else {
            return .isNull(node, isNull)
        }
        let holder = keys.count == 1 ? column : Node.json(column, keys.dropLast())
        let has = ConditionNode.hasKey(holder, last)
        return isNull ? .not(has) : has
    }

    /// Whether it is a part of a document, not all of it.
    private var hasKeys: Bool {
        var made = node
        if case .annotation(let name, _) = node,
            let annotation = annotations.last(where: { $0.name == name })
        {
            made = annotation.node
        }
        if case .json = made { return true }
        return false
    }

    /// What is compared with a document: a part as SQL's value, all of it as its text.
    private var part: Node { hasKeys ? node : .json(node, []) }

    private func document(_ value: LookupValue) -> Node {
        hasKeys ? .jsonValue(value.jsonText) : .json(.value(.text(value.jsonText)), [])
    }
}
