extension Table {
    /// An expression by names, and the type of its values.
    func expression(
        _ value: LookupValue, _ annotations: [Annotation]
    ) throws(QueryError) -> (node: Node, type: FieldType) {
        switch value {
        case .value(let constant): return (.value(constant), constant.type)
        case .flag(let flag): return (.value(.integer(flag ? 1 : 0)), .boolean)
        case .moment(let moment): return (.value(moment.sqlValue), .dateTime)
        case .field(let name):
            let lookup = try NamedLookup(name, from: self, annotations: annotations)
            try lookup.requireNoComparison(name)
            return (lookup.node, lookup.type)
        case .outer(let name): return (.outerName(name), .text())
        case .outside(let value):
            switch value {
            case .outer, .outside: return (.outer(try expression(value, annotations).node), .text())
            default:
                throw QueryError(
                    "What is outside two queries is an outer value itself: "
                        + ".outside(.outer(\"pk\")).")
            }
        case .calculation(let left, let operation, let right):
            return try calculation(
                expression(left, annotations), operation, expression(right, annotations))
        case .aggregation(
            let function, let argument, let distinct, let filter, let missing, let delimiter):
            return try aggregate(
                function, argument, distinct, filter, missing, delimiter, annotations)
        case .call(let name, let arguments): return try call(name, arguments, annotations)
        case .choice(let cases, let otherwise):
            var branches: [(ConditionNode, Node)] = []
            var (last, type) = try expression(otherwise, annotations)
            var types = [type]
            for (condition, value) in cases {
                let (node, branchType) = try expression(value, annotations)
                branches.append((condition.node, node))
                types.append(branchType)
                if branches.count == 1, value.hasType { type = branchType }
            }
            return (.choice(branches, otherwise: last), FieldType.fraction(of: types) ?? type)
        case .rows(let rows): return (.subquery(rows.query), rows.type)
        case .exists(let rows): return (.condition(.exists(rows.query)), .boolean)
        case .condition(let condition): return (.condition(condition.node), .boolean)
        case .cast(let value, let type):
            return (.cast(try expression(value, annotations).node, type), type)
        case .collated(let value, let name):
            guard !name.isEmpty,
                name.allSatisfy({ $0.isLetter || $0.isNumber || "_-".contains($0) })
            else { throw QueryError("Invalid collation name: '\(name)'.") }
            let (node, type) = try expression(value, annotations)
            return (.collated(node, name), type)
        case .inZone(let value, let zone):
            let (node, type) = try expression(value, annotations)
            guard case .function(let name, let arguments) = node else {
                throw QueryError("Only parts of dates and dates cut short have a time zone.")
            }
            return (.function(name, arguments + [.value(.text(zone))]), type)
        case .window(let function, let partition, let order, let frame):
            return try window(function, partition, order, frame, annotations)
        case .json(let text): return (.value(.text(text)), .json)
        case .duration(let microseconds): return (.value(.integer(microseconds)), .duration)
        case .list: throw QueryError("A list is no expression.")
        }
    }

    private func aggregate(
        _ function: String, _ argument: LookupValue, _ distinct: Bool, _ filter: Condition?,
        _ missing: LookupValue?, _ delimiter: LookupValue?, _ annotations: [Annotation]
    ) throws(QueryError) -> (node: Node, type: FieldType) {
        guard let name = Self.aggregates[function] else {
            throw QueryError(
                "There is no aggregate '\(function)'. Choices are: "
                    + Self.aggregates.keys.sorted().joined(separator: ", "))
        }
        var inner: (node: Node, type: FieldType)?
        if case .field("*") = argument {} else { inner = try expression(argument, annotations) }
        if inner == nil, function != "Count" {
            throw QueryError("Star cannot be used with \(function): name a field.")
        }
        var arguments = inner.map { [$0.node] } ?? []
        if let delimiter {
            if name != "GROUP_CONCAT" { throw QueryError("\(function) takes no delimiter.") }
            if distinct {
                throw QueryError(
                    "\(function) does not support distinct with multiple expressions on this "
                        + "database vendor.")
            }
            arguments.append(try expression(delimiter, annotations).node)
        }
        var node = Node.aggregate(name, arguments, distinct: distinct, filter: filter?.node)
        if let missing {
            node = .function("Coalesce", [node, try expression(missing, annotations).node])
        }
        switch function {
        case "Count": return (node, .bigInteger)
        case "Avg", "StdDev", "Variance", "StdDevSample", "VarianceSample":
            return (node, inner?.type == .duration ? .duration : .double)
        case "StringAgg", "GroupConcat": return (node, .text())
        default: return (node, inner?.type ?? .bigInteger)
        }
    }

    /// SQL's names of the aggregates. The ones that SQLite lacks are registered on its connections.
    static let aggregates: [String: String] = [
        "Count": "COUNT", "Sum": "SUM", "Avg": "AVG", "Min": "MIN", "Max": "MAX",
        "StdDev": "STDDEV_POP", "StdDevSample": "STDDEV_SAMP", "Variance": "VAR_POP",
        "VarianceSample": "VAR_SAMP", "AnyValue": "ANY_VALUE", "GroupConcat": "GROUP_CONCAT",
        "StringAgg": "GROUP_CONCAT",
    ]

    private func window(
        _ function: LookupValue, _ partition: [LookupValue], _ order: [NamedOrdering],
        _ extent: FrameExtent?, _ annotations: [Annotation]
    ) throws(QueryError) -> (node: Node, type: FieldType) {
        let (node, type) = try expression(function, annotations)
        var frame = WindowFrame(extent: extent?.sql)
        for value in partition { frame.partition.append(try expression(value, annotations).node) }
        for term in order {
            frame.order.append(
                Ordering(
                    node: try expression(term.value, annotations).node,
                    isDescending: term.isDescending, nulls: term.nulls))
        }
        return (.window(node, frame), type)
    }

    private func calculation(
        _ left: (node: Node, type: FieldType), _ operation: String,
        _ right: (node: Node, type: FieldType)
    ) throws(QueryError) -> (node: Node, type: FieldType) {
        switch (operation, left.type.isDate, right.type.isDate) {
        case ("-", true, true):
            return (.function("TimeDifference", [left.node, right.node]), .duration)
        case ("-", true, false), ("+", true, false):
            let name = left.type == .time ? "TimeShift" : "DateShift"
            let by = operation == "+" ? right.node : .binary(.literal("0"), "-", right.node)
            return (.function(name, [left.node, by]), left.type == .date ? .dateTime : left.type)
        case ("+", false, true): return try calculation(right, operation, left)
        default: break
        }
        let type =
            FieldType.fraction(of: [left.type, right.type])
            ?? (left.type == .duration ? .duration : right.type)
        switch operation {
        case "^": return (.function("Power", [left.node, right.node]), type)
        case "#": return (.function("BitXor", [left.node, right.node]), .bigInteger)
        case "+", "-", "*", "/", "%", "&", "|", "<<", ">>":
            return (.binary(left.node, operation, right.node), type)
        default:
            throw QueryError(
                "There is no operator '\(operation)'. Choices are: + - * / % ^ & | << >> #")
        }
    }

    private func call(
        _ name: String, _ arguments: [LookupValue], _ annotations: [Annotation]
    ) throws(QueryError) -> (node: Node, type: FieldType) {
        var nodes: [Node] = []
        var types: [FieldType] = []
        for argument in arguments {
            let (node, type) = try expression(argument, annotations)
            nodes.append(node)
            types.append(type)
        }
        let first = types.first ?? .text()
        try requireParts(name, of: first, arguments.first)
        if name == "Round", case .value(.integer(..<0))? = arguments.dropFirst().first {
            throw QueryError.negativePrecision
        }
        if name.hasPrefix("Extract") { return (.function(name, nodes), .integer) }
        if name.hasPrefix("Trunc") {
            switch name {
            case "TruncDate": return (.function(name, nodes), .date)
            case "TruncTime": return (.function(name, nodes), .time)
            default:
                let kind = first == .date ? "Date" : first == .time ? "Time" : ""
                return (.function(name + kind, nodes), first)
            }
        }
        switch name {
        case "Length", "StrIndex", "Ord", "RowNumber", "Rank", "DenseRank", "Ntile":
            return (.function(name, nodes), .bigInteger)
        case "PercentRank", "CumeDist", "Random", "Sqrt", "Ln", "Log", "Exp", "Sin", "Cos", "Tan",
            "Cot", "ASin", "ACos", "ATan", "ATan2", "Degrees", "Radians", "Pi":
            return (.function(name, nodes), .double)
        // Those of whole numbers have fractions, too.
        case "Power", "Mod":
            return (.function(name, nodes), FieldType.fraction(of: types) ?? .double)
        case "Now": return (.function(name, nodes), .dateTime)
        case "UUID4", "UUID7": return (.function(name, nodes), .uuid)
        case "JSONObject", "JSONArray": return (.function(name, nodes), .json)
        case "KT", "KeyTextTransform": return (nodes.first ?? .value(.null), .text())
        case "Concat", "ConcatPair", "Lower", "Upper", "Substr", "Left", "Right", "LPad", "RPad",
            "Trim", "LTrim", "RTrim", "Replace", "Repeat", "Reverse", "Chr", "MD5", "SHA1",
            "SHA224", "SHA256", "SHA384", "SHA512":
            return (.function(name, nodes), .text())
        case "Coalesce", "Greatest", "Least":
            return (.function(name, nodes), FieldType.fraction(of: types) ?? first)
        default: return (.function(name, nodes), first)
        }
    }
}

/// Says that a day has no hours, and a time of day no months.
private func requireParts(
    _ function: String, of type: FieldType, _ argument: LookupValue?
) throws(QueryError) {
    var field = ""
    if case .field(let path)? = argument {
        field = path.split(separator: "__").last.map(String.init) ?? path
    }
    let ofTime = ["Hour", "Minute", "Second"]
    if function.hasPrefix("Extract"), type == .date {
        let part = String(function.dropFirst(7))
        if ofTime.contains(part) {
            throw QueryError(
                "Cannot extract time component '\(part.lowercased())' from DateField '\(field)'.")
        }
    }
    guard function.hasPrefix("Trunc"), type == .date || type == .time else { return }
    let kind = String(function.dropFirst(5))
    let isOfTime = ofTime.contains(kind) || kind == "Time"
    // What is cut short to a day of a day is left to the database.
    if type == .date ? isOfTime : !isOfTime {
        let result = kind == "Time" || kind == "Date" ? kind : "DateTime"
        throw QueryError(
            "Cannot truncate \(type == .date ? "DateField" : "TimeField") '\(field)' to "
                + "\(result)Field.")
    }
}

extension LookupValue {
    /// Whether it says what type its value has: NULL and outer fields don't.
    fileprivate var hasType: Bool {
        switch self {
        case .value(.null), .outer, .outside: false
        default: true
        }
    }

}

extension SQLValue {
    fileprivate var type: FieldType {
        switch self {
        case .integer: .bigInteger
        case .real: .double
        case .blob: .blob
        case .text, .null: .text()
        }
    }
}
