extension Queryable {
    /// The rows with what is computed for each of them under a name, which lookups, orders and
    /// values by names can use: `annotate("n", .aggregate("Count", "authors"))`.
    public func annotate(_ name: String, _ value: LookupValue) -> QuerySet<Element> {
        changing {
            do {
                let (node, type) = try $0.table.expression(value, $0.annotations)
                $0.annotations.append(
                    Annotation(
                        name: name, node: node, type: type, filtersBefore: $0.filters.count))
            } catch let error as QueryError {
                if $0.problem == nil { $0.problem = error }
            } catch {
                $0.fail("\(error)")
            }
        }
    }

    /// Whether rows are annotated.
    public var isAnnotated: Bool { !querySet.query.annotations.isEmpty }

    /// The rows put together where these fields are equal: annotations are then about the groups.
    public func grouped(by names: [String]) -> QuerySet<Element> {
        changing {
            do {
                var groups: [Node] = []
                for name in names {
                    groups.append(
                        try NamedLookup(name, from: $0.table, annotations: $0.annotations).node)
                }
                $0.groups = groups
                $0.usesDefaultOrdering = false
            } catch let error as QueryError {
                if $0.problem == nil { $0.problem = error }
            } catch {
                $0.fail("\(error)")
            }
        }
    }

    /// A condition by names on this query's fields and annotations.
    public func condition(_ name: String, _ value: LookupValue) -> Condition {
        let query = querySet.query
        do {
            let lookup = try NamedLookup(name, from: query.table, annotations: query.annotations)
            return Condition(try lookup.condition(value))
        } catch {
            return Condition(.invalid(error))
        }
    }
}

extension Table {
    /// An expression by names, and the type of its values.
    func expression(
        _ value: LookupValue, _ annotations: [Annotation]
    ) throws(QueryError) -> (node: Node, type: FieldType) {
        switch value {
        case .value(let constant):
            return (.value(constant), constant.type)
        case .field(let name):
            let lookup = try NamedLookup(name, from: self, annotations: annotations)
            return (lookup.node, lookup.type)
        case .calculation(let left, let operation, let right):
            let (left, type) = try expression(left, annotations)
            let (right, other) = try expression(right, annotations)
            return (.binary(left, operation, right), type == .double ? type : other)
        case .aggregate(let function, let name, let distinct, let filter):
            let inner =
                name == "*" ? nil : try NamedLookup(name, from: self, annotations: annotations)
            let node = Node.aggregate(
                function.uppercased(), inner?.node, distinct: distinct, filter: filter?.node)
            switch function {
            case "Count": return (node, .bigInteger)
            case "Avg": return (node, .double)
            default: return (node, inner?.type ?? .bigInteger)
            }
        case .call(let name, let arguments):
            var nodes: [Node] = []
            var type = FieldType.text()
            for argument in arguments {
                let (node, argumentType) = try expression(argument, annotations)
                if nodes.isEmpty { type = argumentType }
                nodes.append(node)
            }
            let isNumber =
                name.hasPrefix("Extract") || ["Length", "StrIndex", "Ord"].contains(name)
            return (.function(name, nodes), isNumber ? .integer : type)
        case .choice(let cases, let otherwise):
            let (last, type) = try expression(otherwise, annotations)
            var branches: [(ConditionNode, Node)] = []
            for (condition, value) in cases {
                branches.append((condition.node, try expression(value, annotations).node))
            }
            return (.choice(branches, otherwise: last), type)
        case .rows(let rows): return (.subquery(rows.query), .text())
        case .json(let text): return (.value(.text(text)), .json)
        case .list: throw QueryError("A list is no expression.")
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
