/// All of a query but the values that it binds: queries of one shape have the same SQL, which is
/// then written, and compiled by the database, once a connection.
struct QueryShape: Hashable {
    private let words: [UInt]
    private let digest: UInt

    fileprivate init(_ words: [UInt]) {
        self.words = words
        var digest: UInt = 14_695_981_039_346_656_037
        for word in words { digest = (digest ^ word) &* 1_099_511_628_211 }
        self.digest = digest
    }

    static func == (left: QueryShape, right: QueryShape) -> Bool {
        left.digest == right.digest && left.words == right.words
    }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

/// Reads a query's shape, and its values in the order in which the SQL has them. Gives up on what
/// is rare: its SQL is written anew each time.
struct ShapeReader {
    /// What the query binds.
    private(set) var bindings: [SQLValue] = []
    private var words: [UInt] = []
    private let dialect: any Dialect

    init(_ dialect: any Dialect) {
        self.dialect = dialect
        words.reserveCapacity(24)
    }

    /// The shape of `query` used for `purpose`; nil where it has to be written anew.
    mutating func shape(of query: SelectQuery, _ purpose: QueryPurpose) -> QueryShape? {
        guard !query.isLayered, query.combination == nil, query.groups.isEmpty,
            query.problem == nil
        else { return nil }
        add(query.table)
        switch purpose {
        case .select: words.append(0)
        case .selectOf, .aggregate: return nil
        case .count: words.append(1)
        case .exists: words.append(2)
        case .delete: words.append(3)
        case .update(let assignments):
            words.append(4)
            for (field, value) in assignments {
                add(field)
                guard read(value) else { return nil }
            }
        }
        for column in query.columns {
            guard case .column = column, read(column) else { return nil }
        }
        words.append(UInt(query.columns.count))
        for step in query.joined { read(step) }
        for filter in query.filters {
            words.append(5)
            guard read(filter, isNegated: false) else { return nil }
        }
        for term in query.ordering {
            words.append(term.isDescending ? 6 : 7)
            words.append(term.nulls.map { $0 == .first ? 1 : 2 } ?? 0)
            guard case .column = term.node, read(term.node) else { return nil }
        }
        words.append(query.usesDefaultOrdering ? 8 : 9)
        words.append(query.isReversed ? 1 : 0)
        words.append(query.isDistinct ? 1 : 0)
        words.append(UInt(bitPattern: query.limit ?? -1))
        words.append(UInt(bitPattern: query.offset))
        return QueryShape(words)
    }

    private mutating func add(_ object: AnyObject) {
        // Tables and their fields live as long as the process: no other takes their address.
        words.append(UInt(bitPattern: ObjectIdentifier(object)))
    }

    private mutating func read(_ step: JoinStep) {
        if let parent = step.parent { read(parent) }
        switch step.relation {
        case .forward(let field):
            words.append(10)
            add(field)
        case .reverse(let field):
            words.append(11)
            add(field)
        }
    }

    private mutating func read(_ condition: ConditionNode, isNegated: Bool) -> Bool {
        switch condition {
        case .compare(let left, let lookup, let right):
            // In a negation a joined column may become a subquery of its own.
            guard case .column(let reference) = left, !isNegated || reference.join == nil else {
                return false
            }
            words.append(12)
            add(lookup)
            guard read(left) else { return false }
            if lookup.isPattern {
                guard case .value(.text(let text)) = right else { return false }
                bindings.append(.text(dialect.pattern(lookup, text)))
                return true
            }
            if isNegated, case .column = right { return false }
            return read(right)
        case .isNull(let node, let wanted):
            guard case .column(let reference) = node, !isNegated || reference.join == nil else {
                return false
            }
            words.append(wanted ? 13 : 14)
            return read(node)
        case .among(let node, let values):
            guard case .column(let reference) = node, !isNegated || reference.join == nil,
                values.count <= 32, !values.isEmpty, !values.contains(.null)
            else { return false }
            words.append(15)
            words.append(UInt(values.count))
            guard read(node) else { return false }
            bindings += values
            return true
        case .between(.column(let reference), .value(let low), .value(let high)):
            if isNegated { return false }
            words.append(16)
            guard read(.column(reference)) else { return false }
            bindings.append(low)
            bindings.append(high)
            return true
        case .all(let parts): return read(parts, 17, isNegated)
        case .any(let parts): return read(parts, 18, isNegated)
        case .not(let inner):
            words.append(19)
            return read(inner, isNegated: true)
        default: return false
        }
    }

    private mutating func read(_ parts: [ConditionNode], _ word: UInt, _ isNegated: Bool) -> Bool {
        words.append(word)
        words.append(UInt(parts.count))
        for part in parts {
            guard read(part, isNegated: isNegated) else { return false }
        }
        return true
    }

    private mutating func read(_ node: Node) -> Bool {
        switch node {
        case .column(let reference):
            if let step = reference.join { read(step) }
            words.append(20)
            add(reference.field)
            return true
        case .value(let value):
            words.append(21)
            bindings.append(value)
            return true
        case .binary(let left, let operation, let right):
            words.append(22)
            guard let sign = operation.utf8.first, operation.utf8.count == 1 else { return false }
            words.append(UInt(sign))
            return read(left) && read(right)
        default: return false
        }
    }

    private mutating func add(_ lookup: Lookup) {
        switch lookup {
        case .exact: words.append(0)
        case .notEqual: words.append(1)
        case .less: words.append(2)
        case .lessOrEqual: words.append(3)
        case .greater: words.append(4)
        case .greaterOrEqual: words.append(5)
        case .iexact: words.append(6)
        case .contains: words.append(7)
        case .icontains: words.append(8)
        case .startsWith: words.append(9)
        case .istartsWith: words.append(10)
        case .endsWith: words.append(11)
        case .iendsWith: words.append(12)
        case .regex: words.append(13)
        case .iregex: words.append(14)
        }
    }
}
