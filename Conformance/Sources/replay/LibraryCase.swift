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
    private var slices: [(Int, Int?)] = []

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
            return .named(name, try LibraryValue.lookup(value, name: name), of: M.self)
        }
    }

    // MARK: Ends

    private func result() throws -> JSON {
        let end = item["end"]?.array ?? []
        let arguments = Array(end.dropFirst())
        switch end.first?.string {
        case nil: return try rows()
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

    private func rows() throws -> JSON {
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
            let known = ["Count", "Sum", "Avg", "Min", "Max"]
            guard let (function, argument) = call.object?.first, known.contains(function),
                let column = argument.string,
                (call.object ?? []).allSatisfy({ $0.key == function || $0.key == "distinct" })
            else { throw ORMCases.Unbuilt(what: "aggregates of expressions") }
            let value = try query.aggregate(
                function, column, distinct: call["distinct"]?.bool ?? false)
            members.append((name, LibraryValue.comparable(value, of: column)))
        }
        return .object(members)
    }

    private func values(_ json: JSON?) throws -> [(String, LookupValue)] {
        try (json?.object ?? []).map { ($0.key, try LibraryValue.lookup($0.value, name: $0.key)) }
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
