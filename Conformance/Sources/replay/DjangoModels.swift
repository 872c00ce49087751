import ApusORM

extension MigrationCases {
    /// The models of a case, which are in app `lib` and get a key `id` where they have none.
    func models(_ specification: JSON?) throws -> [ModelSchema] {
        try (specification?.object ?? []).map { name, model in
            let fields = try (model["fields"]?.array ?? []).map(field)
            let options = model["options"]
            var schema = ModelSchema(
                ModelName(app: "lib", model: name), table: options?["db_table"]?.string,
                fields: (fields.contains(where: \.isPrimaryKey) ? [] : [.key("id")]) + fields)
            for index in schema.fields.indices
            where schema.fields[index].reference?.model == "self" {
                schema.fields[index].reference?.model = schema.name
            }
            schema.uniqueTogether = uniqueTogether(options?["unique_together"])
            schema.indexes = (options?["indexes"]?.array ?? []).map {
                IndexSchema(
                    $0["name"]?.string ?? "", fields: strings($0["fields"]),
                    condition: condition($0["condition"]))
            }
            schema.constraints = (options?["constraints"]?.array ?? []).map(constraint)
            schema.options.verboseName = options?["verbose_name"]?.string
            schema.options.verboseNamePlural = options?["verbose_name_plural"]?.string
            schema.options.ordering = strings(options?["ordering"])
            schema.options.latestBy =
                options?["get_latest_by"]?.string.map { [$0] } ?? strings(options?["get_latest_by"])
            schema.options.orderWithRespectTo = options?["order_with_respect_to"]?.string
            schema.options.relatedName = options?["default_related_name"]?.string
            schema.options.defaultPermissions = options?["default_permissions"]?.array.map {
                $0.compactMap(\.string)
            }
            schema.options.permissions = (options?["permissions"]?.array ?? []).map {
                let parts = strings($0)
                return ModelPermission(parts.first ?? "", parts.last ?? "")
            }
            schema.options.isManaged = options?["managed"]?.bool ?? true
            schema.options.comment = options?["db_table_comment"]?.string
            return schema
        }
    }

    private func strings(_ list: JSON?) -> [String] { (list?.array ?? []).compactMap(\.string) }

    private func uniqueTogether(_ value: JSON?) -> [[String]] {
        let items = value?.array ?? []
        if items.contains(where: { $0.string != nil }) { return [strings(value)] }
        return items.map { strings($0) }
    }

    private func constraint(_ json: JSON) -> ConstraintSchema {
        let name = json["name"]?.string ?? ""
        if let check = condition(json["check"] ?? json["condition"]), json["unique"] == nil,
            json["fields"] == nil
        {
            return .check(name, check)
        }
        return .unique(
            name, fields: strings(json["unique"] ?? json["fields"]),
            condition: condition(json["condition"]))
    }

    /// `{"n__gt": 0}` as SQL.
    private func condition(_ json: JSON?) -> String? {
        let parts = (json?.object ?? []).map { lookup, value -> String in
            let words =
                lookup.split(separator: "_").count > 1 ? lookup.components() : (lookup, "exact")
            let column = "\"\(words.0)\""
            let literal = value.literal
            switch words.1 {
            case "gt": return "\(column) > \(literal)"
            case "gte": return "\(column) >= \(literal)"
            case "lt": return "\(column) < \(literal)"
            case "lte": return "\(column) <= \(literal)"
            case "isnull": return "\(column) IS \(value.bool == true ? "" : "NOT ")NULL"
            case "in":
                return
                    "\(column) IN (\((value.array ?? []).map(\.literal).joined(separator: ", ")))"
            default: return "\(column) = \(literal)"
            }
        }
        return parts.isEmpty ? nil : parts.joined(separator: " AND ")
    }

    private func field(_ json: JSON) throws -> FieldSchema {
        guard let parts = json.array, parts.count >= 2, let name = parts[0].string,
            let kind = parts[1].string
        else { throw UnknownField(text: "\(json)") }
        let options = parts.count > 2 ? parts[2] : .object([])
        var field = FieldSchema(name, try type(kind, options))
        if ["ForeignKey", "OneToOneField", "ManyToManyField"].contains(kind) {
            let target = options["to"]?.string ?? ""
            let reference = ForeignKeyReference(
                to: ModelName(stringLiteral: target),
                onDelete: onDelete(options["on_delete"]?.string),
                field: options["to_field"]?.string, relatedName: options["related_name"]?.string,
                index: options["db_index"]?.bool ?? true,
                enforced: options["db_constraint"]?.bool ?? true,
                through: options["through"]?.string.map { ModelName(stringLiteral: $0) })
            field = FieldSchema(name, field.type, references: reference)
        }
        field.isNullable = options["null"]?.bool ?? false
        field.isPrimaryKey = options["primary_key"]?.bool ?? false
        field.isUnique = options["unique"]?.bool ?? (kind == "OneToOneField")
        field.isIndexed = options["db_index"]?.bool ?? (kind == "SlugField")
        field.defaultValue = options["default"].map { $0.sqlValue }
        field.databaseDefault = options["db_default"].map { $0.sqlValue }
        field.isBlank = options["blank"]?.bool ?? false
        field.isEditable = options["editable"]?.bool ?? true
        field.helpText = options["help_text"]?.string ?? ""
        if let verboseName = options["verbose_name"]?.string { field.verboseName = verboseName }
        if let column = options["db_column"]?.string { field.column = column }
        if options["auto_now_add"]?.bool == true { field.autoNow = .onCreate }
        if options["auto_now"]?.bool == true { field.autoNow = .onSave }
        field.choices = (options["choices"]?.array ?? []).compactMap { pair in
            guard let parts = pair.array, parts.count == 2 else { return nil }
            return FieldChoice(parts[0].sqlValue, parts[1].string ?? "")
        }
        return field
    }

    private func onDelete(_ name: String?) -> OnDelete {
        switch name {
        case "PROTECT": .protect
        case "RESTRICT": .restrict
        case "SET_NULL": .setNull
        case "SET_DEFAULT": .setDefault
        case "DO_NOTHING": .doNothing
        default: .cascade
        }
    }

    private func type(_ kind: String, _ options: JSON) throws -> FieldType {
        let length = options["max_length"]?.int
        switch kind {
        case "CharField": return .text(maxLength: length)
        case "TextField": return .text()
        case "SlugField": return .slug(maxLength: length ?? 50)
        case "EmailField": return .email(maxLength: length ?? 254)
        case "URLField": return .url(maxLength: length ?? 200)
        case "FileField", "ImageField", "FilePathField": return .filePath(maxLength: length ?? 100)
        case "GenericIPAddressField", "IPAddressField": return .ipAddress
        case "SmallIntegerField": return .smallInteger
        case "IntegerField": return .integer
        case "BigIntegerField", "ForeignKey", "OneToOneField": return .bigInteger
        case "PositiveSmallIntegerField": return .positiveSmallInteger
        case "PositiveIntegerField": return .positiveInteger
        case "PositiveBigIntegerField": return .positiveBigInteger
        case "AutoField": return .integerKey
        case "SmallAutoField": return .smallKey
        case "BigAutoField": return .key
        case "BooleanField": return .boolean
        case "FloatField": return .double
        case "DecimalField":
            return .decimal(
                digits: options["max_digits"]?.int ?? 0, places: options["decimal_places"]?.int ?? 0
            )
        case "DateField": return .date
        case "TimeField": return .time
        case "DateTimeField": return .dateTime
        case "DurationField": return .duration
        case "UUIDField": return .uuid
        case "JSONField": return .json
        case "BinaryField": return .blob
        case "ManyToManyField": return .manyToMany
        default: throw UnknownField(text: kind)
        }
    }
}

/// A field that the mapping doesn't know.
struct UnknownField: Error, CustomStringConvertible {
    let text: String
    var description: String { "unknown field \(text)" }
}

extension String {
    /// A lookup's field and its kind: `n__gt` as `("n", "gt")`.
    fileprivate func components() -> (String, String) {
        guard let range = range(of: "__") else { return (self, "exact") }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }

    private func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
}

extension JSON {
    fileprivate var sqlValue: SQLValue {
        switch self {
        case .null: .null
        case .bool(let flag): .integer(flag ? 1 : 0)
        case .int(let number): .integer(Int64(number))
        case .number(let text): Double(text).map { .real($0) } ?? .text(text)
        case .string(let text): .text(text)
        default: .text(self["v"]?.string ?? description)
        }
    }

    fileprivate var literal: String {
        switch self {
        case .string(let text): "'" + text.replacing("'", with: "''") + "'"
        case .bool(let flag): flag ? "1" : "0"
        case .null: "NULL"
        default: description
        }
    }
}
