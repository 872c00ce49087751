import ApusORM

/// How the parts of a schema are written in a migration file; what is as by default is left out.
extension SwiftSource {
    typealias Arguments = [(label: String?, value: SwiftSource)]

    /// A value; `type` tells how whoever reads it thinks of an integer.
    static func value(_ value: SQLValue, as type: FieldType? = nil) -> SwiftSource {
        switch value {
        case .null: .text(".null")
        case .integer(let number) where type == .boolean && (number == 0 || number == 1):
            .text(number == 1 ? "true" : "false")
        case .integer(let number): .text("\(number)")
        case .real(let number) where number.isFinite: .text("\(number)")
        case .real(let number):
            .text(number.isNaN ? ".real(.nan)" : ".real(\(number < 0 ? "-" : "").infinity)")
        case .text(let text): .string(text)
        case .blob(let bytes): .text(".blob([\(bytes.map { "\($0)" }.joined(separator: ", "))])")
        }
    }

    static func type(_ type: FieldType) -> SwiftSource {
        switch type {
        case .text(nil): .text(".text()")
        case .text(let length?): .text(".text(maxLength: \(length))")
        case .slug(let length): .text(length == 50 ? ".slug()" : ".slug(maxLength: \(length))")
        case .email(let length):
            .text(length == 254 ? ".email()" : ".email(maxLength: \(length))")
        case .url(let length): .text(length == 200 ? ".url()" : ".url(maxLength: \(length))")
        case .filePath(let length):
            .text(length == 100 ? ".filePath()" : ".filePath(maxLength: \(length))")
        case .decimal(let digits, let places):
            .text(".decimal(digits: \(digits), places: \(places))")
        default: .text(".\(type)")
        }
    }

    static func field(_ field: FieldSchema) -> SwiftSource {
        if field.isManyToMany { return manyToMany(field) }
        if let reference = field.reference { return foreignKey(field, reference) }
        if field == .key(field.name, field.type), field.type.isGenerated {
            return .call(
                ".key",
                [(nil, .string(field.name))]
                    + (field.type == .key ? [] : [(nil, type(field.type))]))
        }
        var arguments: Arguments = [(nil, .string(field.name)), (nil, type(field.type))]
        arguments.add("column", field.namedColumn)
        arguments.add("null", if: field.isNullable)
        arguments.add("primaryKey", if: field.isPrimaryKey)
        arguments.add("unique", if: field.isUnique)
        arguments.add("index", if: field.isIndexed)
        arguments.addDefaults(of: field)
        arguments.addWords(of: field)
        if !field.choices.isEmpty {
            let choices = field.choices.map {
                SwiftSource.call(
                    ".init", [(nil, value($0.value, as: field.type)), (nil, .string($0.label))])
            }
            arguments.append(("choices", .list(choices)))
        }
        if let autoNow = field.autoNow { arguments.append(("autoNow", .text(".\(autoNow)"))) }
        if let generated = field.generated {
            var parts: Arguments = [(nil, .string(generated.expression))]
            if !generated.isStored { parts.append(("stored", .text("false"))) }
            arguments.append(("generated", .call(".init", parts)))
        }
        return .call(".field", arguments)
    }

    private static func foreignKey(
        _ field: FieldSchema, _ reference: ForeignKeyReference
    ) -> SwiftSource {
        var arguments: Arguments = [
            (nil, .string(field.name)), ("to", .string("\(reference.model)")),
        ]
        if reference.onDelete != .cascade {
            arguments.append(("onDelete", .text(".\(reference.onDelete)")))
        }
        if let target = reference.field { arguments.append(("field", .string(target))) }
        if let name = reference.relatedName { arguments.append(("relatedName", .string(name))) }
        if !reference.isIndexed { arguments.append(("index", .text("false"))) }
        if !reference.isEnforced { arguments.append(("enforced", .text("false"))) }
        arguments.add("column", field.namedColumn)
        arguments.add("null", if: field.isNullable)
        arguments.add("primaryKey", if: field.isPrimaryKey)
        arguments.add("unique", if: field.isUnique)
        arguments.addDefaults(of: field)
        arguments.addWords(of: field)
        return .call(".foreignKey", arguments)
    }

    private static func manyToMany(_ field: FieldSchema) -> SwiftSource {
        var arguments: Arguments = [(nil, .string(field.name))]
        arguments.append(("to", .string(field.reference.map { "\($0.model)" } ?? "")))
        if let through = field.reference?.through {
            arguments.append(("through", .string("\(through)")))
        }
        if let name = field.reference?.relatedName {
            arguments.append(("relatedName", .string(name)))
        }
        arguments.addWords(of: field)
        return .call(".manyToMany", arguments)
    }

    static func index(_ index: IndexSchema) -> SwiftSource {
        var arguments: Arguments = [(nil, .string(index.name))]
        if !index.fields.isEmpty { arguments.append(("fields", .strings(index.fields))) }
        if !index.expressions.isEmpty {
            arguments.append(("expressions", .strings(index.expressions)))
        }
        if let condition = index.condition { arguments.append(("condition", .string(condition))) }
        return .call(".init", arguments)
    }

    static func constraint(_ constraint: ConstraintSchema) -> SwiftSource {
        var arguments: Arguments = [(nil, .string(constraint.name))]
        let name: String
        switch constraint.rule {
        case .check(let condition):
            name = ".check"
            arguments.append((nil, .string(condition)))
        case .unique(let fields, let condition):
            name = ".unique"
            arguments.append(("fields", .strings(fields)))
            if let condition { arguments.append(("condition", .string(condition))) }
        }
        if let message = constraint.violationMessage {
            arguments.append(("violationMessage", .string(message)))
        }
        return .call(name, arguments)
    }

    static func options(_ options: ModelOptions) -> SwiftSource {
        var arguments: Arguments = []
        if let name = options.verboseName { arguments.append(("verboseName", .string(name))) }
        if let name = options.verboseNamePlural {
            arguments.append(("verboseNamePlural", .string(name)))
        }
        if !options.ordering.isEmpty { arguments.append(("ordering", .strings(options.ordering))) }
        if !options.latestBy.isEmpty { arguments.append(("latestBy", .strings(options.latestBy))) }
        if let field = options.orderWithRespectTo {
            arguments.append(("orderWithRespectTo", .string(field)))
        }
        if let name = options.relatedName { arguments.append(("relatedName", .string(name))) }
        if let permissions = options.defaultPermissions {
            arguments.append(("defaultPermissions", .strings(permissions)))
        }
        if !options.permissions.isEmpty {
            let permissions = options.permissions.map {
                SwiftSource.call(".init", [(nil, .string($0.code)), (nil, .string($0.label))])
            }
            arguments.append(("permissions", .list(permissions)))
        }
        if !options.isManaged { arguments.append(("managed", .text("false"))) }
        if let comment = options.comment { arguments.append(("comment", .string(comment))) }
        return .call(".init", arguments)
    }
}

extension SwiftSource.Arguments {
    fileprivate mutating func add(_ label: String, _ text: String, unless implied: String) {
        if text != implied { append((label, .string(text))) }
    }

    fileprivate mutating func add(_ label: String, _ text: String?) {
        if let text { append((label, .string(text))) }
    }

    fileprivate mutating func add(_ label: String, if flag: Bool) {
        if flag { append((label, .text("true"))) }
    }

    fileprivate mutating func addDefaults(of field: FieldSchema) {
        if let value = field.defaultValue {
            append(("default", .value(value, as: field.type)))
        }
        if let value = field.databaseDefault {
            append(("databaseDefault", .value(value, as: field.type)))
        }
    }

    fileprivate mutating func addWords(of field: FieldSchema) {
        add("verboseName", field.verboseName, unless: field.impliedVerboseName)
        add("helpText", field.helpText, unless: "")
        if field.isBlank != field.impliedBlank { append(("blank", .text("\(field.isBlank)"))) }
        if !field.isEditable, field.impliedEditable { append(("editable", .text("false"))) }
    }
}
