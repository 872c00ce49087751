import ApusORM
import ApusValues
import FoundationEssentials

/// One case of `orm_queries`, whose query is about `M`.
struct LibraryCase<M: Model> where M.ID == Key<M> {
    private let item: JSON
    private(set) var query = M.query
    /// The columns of `values` and `values_list`.
    private var columns: [String]?
    /// Values of several queries put together.
    private var combined: NamedValues?
    private var isFlat = false
    private var isDictionary = false
    /// What `dates` and `datetimes` read.
    private var dates: NamedValues?

    init(_ item: JSON) { self.item = item }

    mutating func run() throws -> Outcome {
        do {
            for step in item["steps"]?.array ?? [] { try apply(step) }
            let got = try result()
            if let error = item["expect_error"]?.string {
                return .failed(expected: error, got: "\(got)")
            }
            let expected = LibraryValue.comparable(item["expect"] ?? .null)
            return expected == got
                ? .passed : .failed(expected: expected.text, got: got.text)
        } catch let error as ORMCases.Unbuilt {
            throw error
        } catch {
            guard let expected = item["expect_error"]?.string else { throw error }
            return Outcome.compare(expected, kind(of: error))
        }
    }

    private func kind(of error: any Error) -> String {
        switch error {
        case is NotFound: "DoesNotExist"
        case is MultipleFound: "MultipleObjectsReturned"
        case is DeletionRefused: "ProtectedError"
        case let error as DatabaseError:
            switch error.kind {
            case .unique, .foreignKey, .notNull, .check: "IntegrityError"
            default: "OperationalError"
            }
        case let error as QueryError:
            kinds.first { error.description.hasPrefix($0.0) }?.1
                ?? (error.description.contains(" not support")
                    ? "NotSupportedError"
                    : error.description.hasSuffix("is not an aggregate expression")
                        || error.description.contains("expected a date or a time")
                        ? "TypeError"
                        : "ValueError")
        default: "\(error)"
        }
    }

    /// Django's class of an error, by how its text begins.
    private var kinds: [(String, String)] {
        [
            (
                "Invalid field name",
                item["end"]?.array?.first?.string == "update" ? "FieldDoesNotExist" : "FieldError"
            ),
            ("Cannot resolve", "FieldError"), ("Unsupported lookup", "FieldError"),
            ("Related Field got", "FieldError"), ("Joined field", "FieldError"),
            ("Cannot compute", "FieldError"),
            ("Aggregate functions are not allowed", "FieldError"),
            ("Window expressions are not allowed", "FieldError"),
            ("Infinite loop caused by ordering", "FieldError"),
            ("'flat' is not valid", "TypeError"), ("Negative indexing", "ValueError"),
            ("Cannot use None", "ValueError"),
            ("Cannot truncate", "ValueError"), ("Cannot extract", "ValueError"),
            ("Cannot update model field", "FieldError"), ("Cannot ", "TypeError"),
            ("“", "ValidationError"), ("ORDER BY term", "DatabaseError"),
        ]
    }

    /// The query after its steps, as a value for a lookup of another.
    mutating func rows() throws -> LookupValue {
        for step in item["steps"]?.array ?? [] { try apply(step) }
        if let combined { return .rows(combined) }
        if let columns { return .rows(of: query, columns: columns) }
        return .rows(of: query)
    }

    /// Whether the query after its steps has a row.
    mutating func existence() throws -> LookupValue {
        for step in item["steps"]?.array ?? [] { try apply(step) }
        return .exists(in: query)
    }

    /// What the query after its steps reads.
    mutating func values() throws -> NamedValues {
        for step in item["steps"]?.array ?? [] { try apply(step) }
        return combined ?? query.selecting(columns ?? allColumns)
    }

    /// The query after its steps, which reads rows.
    mutating func rowQuery() throws -> QuerySet<M> {
        for step in item["steps"]?.array ?? [] { try apply(step) }
        if columns != nil { throw ORMCases.Unbuilt(what: "rows put together with values") }
        return query
    }

    // MARK: Steps

    private mutating func apply(_ step: JSON) throws {
        let parts = step.array ?? []
        let arguments = Array(parts.dropFirst())
        switch parts.first?.string {
        case "filter":
            let condition = try arguments.reduce(Condition(true)) { try $0 && self.condition($1) }
            query = query.filter { _ in condition }
        case "exclude":
            if arguments.allSatisfy(isEmpty) { return }
            let condition = try arguments.reduce(Condition(true)) { try $0 && self.condition($1) }
            query = query.exclude { _ in condition }
        case "order_by":
            let terms = try arguments.map { try ordering($0) }
            if let values = combined {
                combined = values.order(by: arguments.compactMap(\.string))
            } else {
                query = arguments.isEmpty ? query.unordered() : query.order(by: terms)
            }
        case "reverse": query = query.reversed()
        case "distinct":
            if !arguments.isEmpty {
                throw QueryError("DISTINCT ON fields is not supported by this database backend")
            }
            if let values = combined { combined = values.distinct() }
            query = query.distinct()
        case "none": query = query.none()
        case "annotate", "alias": try annotate(arguments, isAlias: parts.first?.string == "alias")
        case "select_related":
            query = query.selectRelated(named: arguments.compactMap(\.string))
        case "all", "only", "defer", "prefetch_related", "using",
            "select_for_update", "iterator":
            break
        case "slice": try slice(arguments.first?.array ?? [])
        case "values", "values_list": try select(arguments, parts.first?.string == "values")
        case "union", "intersection", "difference":
            try combine(parts.first?.string ?? "", arguments)
        case "dates", "datetimes": dates = try dates(parts.first?.string ?? "", arguments)
        case let other: throw ORMCases.Unbuilt(what: other ?? "a step")
        }
    }

    private mutating func slice(_ range: [JSON]) throws {
        let low = range.first?.int ?? 0
        let high = range.count > 1 ? range[1].int : nil
        if low < 0 || (high ?? 0) < 0 { throw QueryError("Negative indexing is not supported.") }
        if range.count > 2, let step = range[2].int, step != 0 { stride = step }
        if let values = combined {
            let rest = values.offset(low)
            combined = high.map { rest.limit(max(0, $0 - low)) } ?? rest
        } else {
            query = query.offset(low)
            if let high { query = query.limit(max(0, high - low)) }
        }
    }

    private mutating func annotate(_ arguments: [JSON], isAlias: Bool) throws {
        for (name, value) in named(arguments.first) {
            let rows = query
            if !rows.isGrouped, let columns { query = rows.grouped(by: columns) }
            query = query.annotate(name, try expression(value))
            if !query.isGrouped { query = rows.annotate(name, try expression(value)) }
            if !isAlias { columns?.append(name) }
            if !isAlias { annotated.append(name) }
        }
    }

    private var annotated: [String] = []
    /// A slice with a step takes every so many rows of what was read, from the last where the step
    /// is negative.
    private var stride = 1

    private var allColumns: [String] {
        M.schema.columns.map { $0.reference == nil ? $0.name : $0.column } + annotated
    }

    /// Expressions by names; an aggregate without one is called as Django calls it.
    private func named(_ json: JSON?) -> [(key: String, value: JSON)] {
        guard let json else { return [] }
        for function in ["Count", "Sum", "Avg", "Min", "Max"] {
            if let field = json[function]?.string {
                return [(key: "\(field)__\(function.lowercased())", value: json)]
            }
        }
        return json.object ?? []
    }

    private mutating func select(_ arguments: [JSON], _ isDictionary: Bool) throws {
        self.isDictionary = isDictionary
        isFlat = arguments.contains { $0["flat"]?.bool == true }
        var names: [String] = []
        for argument in arguments {
            if let name = argument.string {
                names.append(name)
            } else if argument["flat"] == nil, argument["named"] == nil {
                if isDictionary {
                    for (name, value) in argument.object ?? [] {
                        query = query.annotate(name, try expression(value))
                        names.append(name)
                    }
                } else {
                    let name = "expression\(names.count)"
                    query = query.annotate(name, try expression(argument))
                    names.append(name)
                }
            }
        }
        if isFlat, names.count > 1 {
            throw QueryError(
                "'flat' is not valid when values_list is called with more than one field.")
        }
        columns = names.isEmpty ? allColumns : names
    }

    private mutating func combine(_ operation: String, _ arguments: [JSON]) throws {
        let others = arguments.first?.array ?? []
        let isAll = arguments.dropFirst().first?["all"]?.bool == true
        if combined != nil || columns != nil {
            let values = combined ?? query.selecting(columns ?? allColumns)
            let others = try others.map { try LibraryRows.values($0) }
            switch operation {
            case "union": combined = values.union(others, all: isAll)
            case "intersection": combined = values.intersection(others)
            default: combined = values.difference(others)
            }
            return
        }
        for other in others {
            let parts = other.array ?? []
            guard parts.first?.string == M.modelName.model else {
                throw ORMCases.Unbuilt(what: "rows of several models put together")
            }
            var inner = LibraryCase<M>(.object([(key: "steps", value: parts.last ?? .null)]))
            let rows = try inner.rowQuery()
            switch operation {
            case "union": query = isAll ? query.unionAll(rows) : query.union(rows)
            case "intersection": query = query.intersection(rows)
            default: query = query.difference(rows)
            }
        }
    }

    private func dates(_ kind: String, _ arguments: [JSON]) throws -> NamedValues {
        let words = arguments.compactMap(\.string)
        guard words.count >= 2 else { throw ORMCases.Unbuilt(what: "dates of \(words)") }
        let isDescending =
            words.dropFirst(2).first == "DESC" || arguments.last?["order"]?.string == "DESC"
        return kind == "dates"
            ? query.dates(named: words[0], by: words[1], descending: isDescending)
            : query.datetimes(named: words[0], by: words[1], descending: isDescending)
    }

    private func text(_ json: JSON) throws -> String {
        guard let text = json.string else { throw ORMCases.Unbuilt(what: "expressions by name") }
        return text
    }

    // MARK: Ends

    private func result() throws -> JSON {
        let end = item["end"]?.array ?? []
        let arguments = Array(end.dropFirst())
        switch end.first?.string {
        case nil:
            guard stride != 1, let rows = try list().array else { return try list() }
            let ordered = stride < 0 ? rows.reversed() : rows
            return .array(
                ordered.enumerated().filter { $0.offset % Int(stride.magnitude) == 0 }
                    .map(\.element))
        case "count":
            if let values = dates ?? combined { return .int(try values.count()) }
            if let columns { return .int(try query.selecting(columns).count()) }
            return .int(try query.count())
        case "exists": return .bool(try combined.map { try $0.count() > 0 } ?? query.exists())
        case "first", "last":
            let isFirst = end.first?.string == "first"
            if columns != nil || combined != nil {
                let rows = try list().array ?? []
                return (isFirst ? rows.first : rows.last) ?? .null
            }
            return key(isFirst ? try query.first() : try query.last())
        case "dates", "datetimes":
            return try rows(dates(end.first?.string ?? "", arguments), isFlat: true)
        case "contains":
            return .bool(try query.contains(M.get(arguments.first?.int ?? 0)))
        case "get":
            let condition = try condition(arguments.first ?? .object([]))
            return key(try query.get { _ in condition })
        case "earliest", "latest":
            let names = try arguments.map { try text($0) }
            return key(
                end.first?.string == "latest"
                    ? try query.latest(by: names) : try query.earliest(by: names))
        case "in_bulk":
            if let field = arguments.lazy.compactMap({ $0["field_name"]?.string ?? $0.string })
                .first
            {
                let found = try query.inBulk(
                    (arguments.first?.array ?? []).map { try LibraryValue.lookup($0, name: "") },
                    by: field)
                return .array(
                    found.map { LibraryValue.comparable($0.key, .text()) }
                        .sorted { $0.text < $1.text })
            }
            guard let keys = arguments.first?.array else {
                return .array(try query.all().map(\.id.value).sorted().map { .int($0) })
            }
            let found = try query.inBulk(keys.map { Key($0.int ?? 0) })
            return .array(found.keys.map(\.value).sorted().map { .int($0) })
        case "aggregate": return try aggregate(arguments.first ?? .null)
        case "update": return try update(arguments.first ?? .null)
        case "delete":
            if columns != nil {
                throw QueryError("Cannot call delete() after .values() or .values_list()")
            }
            return try delete()
        case "get_or_create", "update_or_create":
            return try create(
                isUpdate: end.first?.string == "update_or_create", values(arguments.first),
                values(arguments.dropFirst().first))
        case "attr_walk": return try walk(arguments.first?.string ?? "")
        case let other?: throw ORMCases.Unbuilt(what: other)
        }
    }

    private func key(_ row: M?) -> JSON { row.map { .int($0.id.value) } ?? .null }

    private func list() throws -> JSON {
        if let dates { return try rows(dates, isFlat: true) }
        if let combined { return try rows(combined, isFlat: isFlat) }
        guard let columns else {
            return .array(try query.all().map { .int($0.id.value) })
        }
        return try rows(query.selecting(columns), isFlat: isFlat)
    }

    private func rows(_ values: NamedValues, isFlat: Bool) throws -> JSON {
        .array(
            try values.all().map { row in
                let cells = zip(values.types, row).map { LibraryValue.comparable($1, $0) }
                if isFlat { return cells.first ?? .null }
                if isDictionary {
                    return .object(zip(values.names, cells).map { (key: $0, value: $1) })
                }
                return .array(cells)
            })
    }

    private func aggregate(_ json: JSON) throws -> JSON {
        let calls = named(json)
        let wanted = try calls.map { ($0.key, try expression($0.value)) }
        let selected = combined ?? columns.map { query.selecting($0) }
        let (values, types) =
            try selected?.aggregate(named: wanted) ?? query.aggregate(named: wanted)
        return .object(
            calls.indices.map {
                (key: calls[$0].key, value: LibraryValue.comparable(values[$0], types[$0]))
            })
    }

    private func values(_ json: JSON?) throws -> [(String, LookupValue)] {
        try (json?.object ?? []).map {
            ($0.key, try operand($0.value, name: $0.key))
        }
    }

    private func update(_ json: JSON) throws -> JSON {
        let values = try values(json)
        let changed = try query.update(named: values)
        let name = values.first?.0 ?? "id"
        let after = M.query.order(by: "pk").selecting(["pk", name])
        let rows = try after.all().map { row in
            JSON.array(zip(after.types, row).map { LibraryValue.comparable($1, $0) })
        }
        return .object([("rows", LibraryValue.comparable(.int(changed))), ("after", .array(rows))])
    }

    private func delete() throws -> JSON {
        let deletion = try query.delete()
        let models: [any Model.Type] = [
            Publisher.self, Author.self, Tag.self, Book.self, Review.self,
        ]
        let remaining = try models.map {
            (key: $0.modelName.model, value: JSON.int(try $0.count()))
        }
        let perModel = deletion.perModel.map { (key: $0.key.model, value: JSON.int($0.value)) }
        return .object([
            ("deleted", .int(deletion.total)), ("per_model", .object(perModel)),
            ("remaining", .object(remaining)),
        ])
    }

    private func create(
        isUpdate: Bool, _ lookup: [(String, LookupValue)], _ values: [(String, LookupValue)]
    ) throws -> JSON {
        // Text without a value is the empty text, as a model's default in Django.
        let defaults = M.self == Author.self ? [("email", LookupValue.value(.text("")))] : []
        if isUpdate {
            let (_, isNew) = try query.updateOrCreate(
                named: lookup, values, creating: defaults.isEmpty ? [] : values + defaults)
            return .object([("created", .bool(isNew)), ("count", .int(try M.count()))])
        }
        let (row, isNew) = try query.getOrCreate(named: lookup, defaults: values + defaults)
        return .object([
            ("created", .bool(isNew)), ("pk_existing", isNew ? .null : .int(row.id.value)),
            ("count", .int(try M.count())),
        ])
    }

    /// Walks an attribute over all rows and counts the queries: Apus may need fewer than Django,
    /// never more.
    private func walk(_ path: String) throws -> JSON {
        let parts = path.split(separator: ".").map(String.init)
        let (values, queries) = try QueryLog.collect {
            try query.all().map { row -> JSON in
                var value = DynamicValue.object(row)
                for part in parts {
                    guard case .object(let object) = value else { return .null }
                    guard let next = try object.value(ofMember: part) else {
                        throw ORMCases.Unbuilt(what: "the attribute \(part)")
                    }
                    value = next
                }
                return try LibraryValue.json(value)
            }
        }
        let allowed = item["expect"]?["num_queries"]?.int ?? 0
        return .object([
            ("values", .array(values)),
            ("num_queries", .int(queries.count <= allowed ? allowed : queries.count)),
        ])
    }
}

/// A query within a query: its model and steps.
enum LibraryRows {
    static func value(_ json: JSON) throws -> LookupValue { try dispatch(json) { try $0.rows() } }

    static func existence(_ json: JSON) throws -> LookupValue {
        try dispatch(json) { try $0.existence() }
    }

    static func values(_ json: JSON) throws -> NamedValues {
        try dispatch(json) { try $0.values() }
    }

    private static func dispatch<Result>(
        _ json: JSON, _ body: (inout any LibraryQuery) throws -> Result
    ) throws -> Result {
        let parts = json.array ?? []
        let item = JSON.object([(key: "steps", value: parts.last ?? .null)])
        var query: any LibraryQuery
        switch parts.first?.string {
        case "Publisher": query = LibraryCase<Publisher>(item)
        case "Author": query = LibraryCase<Author>(item)
        case "Tag": query = LibraryCase<Tag>(item)
        case "Book": query = LibraryCase<Book>(item)
        case "Review": query = LibraryCase<Review>(item)
        default: throw ORMCases.Unbuilt(what: "a query over \(parts)")
        }
        return try body(&query)
    }
}

/// A case whatever its model.
protocol LibraryQuery {
    mutating func rows() throws -> LookupValue
    mutating func existence() throws -> LookupValue
    mutating func values() throws -> NamedValues
}

extension LibraryCase: LibraryQuery {}
