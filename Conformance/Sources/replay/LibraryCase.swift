import ApusORM
import ApusValues
import FoundationEssentials

/// One case of `orm_queries`, whose query is about `M`.
struct LibraryCase<M: Model> {
    private let item: JSON
    private var query = M.query
    private var columns: [String]?
    private var isFlat = false
    private var isDictionary = false

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
            default: "\(error)"
            }
        case let error as QueryError:
            switch error.description {
            case let text where text.hasPrefix("Cannot resolve"): "FieldError"
            case let text where text.hasPrefix("Unsupported lookup"): "FieldError"
            case let text where text.hasPrefix("Joined field"): "FieldError"
            case let text where text.hasPrefix("Cannot "): "TypeError"
            default: "ValueError"
            }
        default: "\(error)"
        }
    }

    /// The query after its steps, as a value for a lookup of another.
    mutating func rows() throws -> LookupValue {
        for step in item["steps"]?.array ?? [] { try apply(step) }
        if let columns { return .rows(of: query, columns: columns) }
        return .rows(of: query)
    }

    // MARK: Steps

    private mutating func apply(_ step: JSON) throws {
        let parts = step.array ?? []
        let arguments = parts.dropFirst()
        switch parts.first?.string {
        case "filter":
            let condition = try condition(arguments.first ?? .null)
            query = query.filter { _ in condition }
        case "exclude":
            let condition = try condition(arguments.first ?? .null)
            query = query.exclude { _ in condition }
        case "order_by":
            query =
                arguments.isEmpty
                ? query.unordered() : query.order(by: try arguments.map { try text($0) })
        case "reverse": query = query.reversed()
        case "distinct":
            if !arguments.isEmpty { throw ORMCases.Unbuilt(what: "distinct on fields") }
            query = query.distinct()
        case "none": query = query.none()
        case "annotate":
            if let columns, !query.isAnnotated { query = query.grouped(by: columns) }
            for (name, value) in arguments.first?.object ?? [] {
                query = query.annotate(name, try expression(value))
                columns?.append(name)
            }
        case "all", "only", "defer", "select_related", "prefetch_related": break
        case "slice":
            let range = arguments.first?.array ?? []
            let low = range.first?.int ?? 0
            query = query.offset(low)
            if range.count > 1, let high = range[1].int { query = query.limit(high - low) }
        case "values", "values_list":
            isDictionary = parts.first?.string == "values"
            columns = try arguments.filter { $0.object == nil }.map { try text($0) }
            isFlat = arguments.contains { $0["flat"]?.bool == true }
            if columns?.isEmpty == true {
                columns = M.schema.fields.map { $0.reference == nil ? $0.name : $0.column }
            }
        case let other: throw ORMCases.Unbuilt(what: other ?? "a step")
        }
    }

    private func text(_ json: JSON) throws -> String {
        guard let text = json.string else { throw ORMCases.Unbuilt(what: "expressions by name") }
        return text
    }

    private func condition(_ json: JSON) throws -> Condition {
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
            let parts = try (value.array ?? []).map { try condition($0) }
            return parts.dropFirst().reduce(parts.first ?? Condition(true)) { $0 || $1 }
        case "not": return !(try condition(value))
        case "Exists", "xor": throw ORMCases.Unbuilt(what: name)
        default:
            if let rows = value["queryset"] ?? value["Subquery"] {
                return query.condition(name, try LibraryRows.value(rows))
            }
            return query.condition(name, try LibraryValue.lookup(value, name: name))
        }
    }

    // MARK: Ends

    private func result() throws -> JSON {
        let end = item["end"]?.array ?? []
        let arguments = Array(end.dropFirst())
        switch end.first?.string {
        case nil: return try list()
        case "count": return .int(try query.count())
        case "exists": return .bool(try query.exists())
        case "first": return key(try query.first())
        case "last": return key(try query.last())
        case "get":
            let condition = try condition(arguments.first ?? .object([]))
            return key(try query.get { _ in condition })
        case "earliest", "latest":
            let names = try arguments.map { try text($0) }
            let isLatest = end.first?.string == "latest"
            let ordered = query.order(
                by: names.map {
                    isLatest ? ($0.hasPrefix("-") ? String($0.dropFirst()) : "-" + $0) : $0
                })
            guard let row = try ordered.limit(1).all().first else {
                return key(try query.none().get())
            }
            return key(row)
        case "in_bulk":
            guard let keys = arguments.first?.array else {
                throw ORMCases.Unbuilt(what: "in_bulk without keys")
            }
            let found = try query.inBulk(keys.map { Key($0.int ?? 0) })
            return .array(found.keys.map(\.value).sorted().map { .int($0) })
        case "aggregate": return try aggregate(arguments.first ?? .null)
        case "update": return try update(arguments.first ?? .null)
        case "delete": return try delete()
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
        guard let columns else {
            return .array(try query.all().map { .int($0.id.value) })
        }
        let rows = try query.values(named: columns)
        return .array(
            rows.map { row in
                let values = zip(columns, row).map { LibraryValue.comparable($1, of: $0) }
                if isFlat { return values.first ?? .null }
                if isDictionary {
                    return .object(zip(columns, values).map { (key: $0, value: $1) })
                }
                return .array(values)
            })
    }

    private func aggregate(_ json: JSON) throws -> JSON {
        var members: [(key: String, value: JSON)] = []
        for (name, call) in json.object ?? [] {
            let value = try query.aggregate(try expression(call))
            members.append((name, LibraryValue.comparable(value, of: name)))
        }
        return .object(members)
    }

    /// An expression, with the conditions in it.
    private func expression(_ json: JSON) throws -> LookupValue {
        for function in ["Count", "Sum", "Avg", "Min", "Max"] {
            guard let argument = json[function] else { continue }
            guard let column = argument.string else {
                throw ORMCases.Unbuilt(what: "aggregates of expressions")
            }
            let filter = try json["filter"].map { try condition($0) }
            return .aggregate(
                function, column, distinct: json["distinct"]?.bool ?? false, filter: filter)
        }
        if let cases = json["Case"]?.array {
            let branches = try cases.map { item in
                let parts = item.array ?? []
                return (
                    try condition(parts.first ?? .null),
                    try expression(parts.last ?? .null)
                )
            }
            return .choice(branches, otherwise: try expression(json["default"] ?? .null))
        }
        if let name = json["func"]?.string {
            guard json["kwargs"] == nil, json["tz"] == nil else {
                throw ORMCases.Unbuilt(what: "\(name) with options")
            }
            let arguments = try (json["args"]?.array ?? []).map { argument -> LookupValue in
                if let field = argument.string { return .field(field) }
                return try expression(argument)
            }
            return .call(name, arguments)
        }
        if let text = json["Value"] { return try LibraryValue.lookup(text, name: "") }
        return try LibraryValue.lookup(json, name: "")
    }

    private func values(_ json: JSON?) throws -> [(String, LookupValue)] {
        try (json?.object ?? []).map {
            (
                $0.key,
                $0.value["Case"] == nil
                    ? try LibraryValue.lookup($0.value, name: $0.key) : try expression($0.value)
            )
        }
    }

    private func update(_ json: JSON) throws -> JSON {
        let values = try values(json)
        let changed = try query.update(named: values)
        let name = values.first?.0 ?? "id"
        let after = try M.query.order(by: "pk").values(named: ["pk", name])
        let rows = after.map { row in
            JSON.array(zip(["pk", name], row).map { LibraryValue.comparable($1, of: $0) })
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
            let (_, isNew) = try query.updateOrCreate(named: lookup, values)
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
    static func value(_ json: JSON) throws -> LookupValue {
        let parts = json.array ?? []
        let item = JSON.object([(key: "steps", value: parts.last ?? .null)])
        switch parts.first?.string {
        case "Publisher": return try rows(Publisher.self, item)
        case "Author": return try rows(Author.self, item)
        case "Tag": return try rows(Tag.self, item)
        case "Book": return try rows(Book.self, item)
        case "Review": return try rows(Review.self, item)
        default: throw ORMCases.Unbuilt(what: "a query over \(parts)")
        }
    }

    private static func rows<M: Model>(_: M.Type, _ item: JSON) throws -> LookupValue {
        var query = LibraryCase<M>(item)
        return try query.rows()
    }
}
