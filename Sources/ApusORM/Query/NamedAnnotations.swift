extension Queryable {
    /// The rows with what is computed for each of them under a name, which lookups, orders and
    /// values by names can use: `annotate("n", .aggregate("Count", "authors"))`.
    public func annotate(_ name: String, _ value: LookupValue) -> QuerySet<Element> {
        changing {
            do {
                let (node, type) = try $0.table.expression(value, $0.annotations)
                if $0.combination != nil { $0.failCombined("annotate()") }
                if $0.hasField(named: name) {
                    $0.fail("The annotation '\(name)' conflicts with a field on the model.")
                }
                if node.nestsAggregates {
                    $0.fail(
                        "Cannot compute '\(name)': an aggregate of an aggregate needs aggregate().")
                }
                $0.annotations.append(
                    Annotation(name, node, type, filtersBefore: $0.filters.count))
            } catch let error as QueryError {
                if $0.problem == nil { $0.problem = error }
            } catch {
                $0.fail("\(error)")
            }
        }
    }

    /// Whether an annotation puts rows together to groups.
    public var isGrouped: Bool { querySet.query.isGrouped }

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
                $0.groupedFrom = $0.annotations.count
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

extension SelectQuery {
    /// Whether rows, or groups where there are some, have a field called that.
    fileprivate func hasField(named name: String) -> Bool {
        if groups.isEmpty {
            return table.field(named: name) != nil || table.memberNames.contains(name)
        }
        guard let field = table.field(named: name) else { return false }
        let column = Node.column(ColumnReference(join: nil, field: field))
        return groups.contains { $0.isColumn(column) }
    }
}
