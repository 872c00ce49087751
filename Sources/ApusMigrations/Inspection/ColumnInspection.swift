import ApusORM

/// Makes a property of a column.
struct ColumnInspection {
    let table: InspectedTable
    let column: InspectedTable.Column
    /// The names of the models that foreign keys may point at, by table.
    let names: [String: String]
    /// The names of the key columns, by table.
    let keys: [String: String]
    /// The properties that the model has already.
    let taken: Set<String>

    /// The types that a primary key can have.
    static let keyTypes: Set<String> = ["String", "Int", "Int16", "Int32", "UUID"]

    /// A property's name for `text`, with a number behind it where the name is taken.
    private func name(_ text: String) -> String {
        let name = InspectedNames.property(text)
        if !taken.contains(name) { return name }
        var number = 2
        while taken.contains("\(name)\(number)") { number += 1 }
        return "\(name)\(number)"
    }

    /// The property.
    func property() -> InspectedModel.Property {
        if let reference = table.reference(of: column.name), let target = names[reference.table],
            [keys[reference.table]?.lowercased(), nil].contains(reference.target?.lowercased())
        {
            return relation(reference, to: target)
        }
        var property = plain
        if let reference = table.reference(of: column.name) {
            property.note = "points at \(reference.table)"
        }
        return property
    }

    private var isIndexed: Bool {
        table.indexes.contains {
            !$0.isUnique && $0.condition == nil && $0.isImplied
                && $0.names == [column.name]
        }
    }

    private func relation(
        _ reference: InspectedTable.Reference, to target: String
    ) -> InspectedModel.Property {
        let isUnique = column.isKey || table.isUnique(column.name)
        let hasSuffix = column.name.lowercased().hasSuffix("_id") && column.name.count > 3
        var property = InspectedModel.Property(
            name: name(hasSuffix ? String(column.name.dropLast(3)) : column.name),
            type: "\(isUnique ? "OneToOne" : "ForeignKey")<\(target)>",
            isNullable: column.isNullable)
        if !isUnique, !isIndexed { property.options.append(("index", .text("false"))) }
        if property.name.snakeCased + "_id" != column.name {
            property.options.append(("column", .string(column.name)))
        }
        if reference.onDelete == .setDefault || reference.onDelete == .setNull && !column.isNullable
        {
            property.options.append(("onDelete", .text(".doNothing")))
        } else {
            property.options.append(("onDelete", .text(".\(reference.onDelete.rawValue)")))
        }
        return property
    }

    private var plain: InspectedModel.Property {
        var property = InspectedModel.Property(
            name: name(column.name), type: "String",
            isNullable: column.isNullable)
        (property.type, property.options, property.note) = type
        // A model has a description already, and what prints it wants a text.
        if property.name == "description", property.type != "String" || property.isNullable {
            property.name = "descriptionValue"
        }
        if table.isUnique(column.name) {
            property.options.append(("unique", .text("true")))
        } else if isIndexed {
            property.options.append(("index", .text("true")))
        }
        if property.name.snakeCased != column.name {
            property.options.append(("column", .string(column.name)))
        }
        if let value = column.defaultValue {
            let source =
                property.type == "Bool"
                ? SwiftSource.text(value == .integer(0) ? "false" : "true") : value.swiftSource
            property.options.append(("databaseDefault", source))
        }
        if let generated = column.generated {
            // Until the row is read, the property has no value.
            property.isNullable = true
            property.options.append(
                (
                    "generated",
                    generated.isStored
                        ? .string(generated.expression)
                        : .call(
                            "GeneratedColumn",
                            [(nil, .string(generated.expression)), ("stored", .text("false"))])
                ))
        }
        return property
    }

    /// The type, what `@Field` says of it, and what is a guess.
    private var type: (String, [(label: String?, value: SwiftSource)], String?) {
        if column.isJSON { return ("DynamicValue", [], nil) }
        let type = column.type
        let name = String(type.prefix { $0 != "(" }.filter { $0 != " " })
        let numbers = type.split { !$0.isNumber }.compactMap { Int($0) }
        let isUnsigned = name.hasSuffix("unsigned")
        switch isUnsigned ? String(name.dropLast("unsigned".count)) : name {
        case "bool", "boolean": return ("Bool", [], nil)
        case "smallint": return (isUnsigned ? "UInt16" : "Int16", [], nil)
        case "integer", "int": return (isUnsigned ? "UInt32" : "Int32", [], nil)
        case "bigint": return (isUnsigned ? "UInt" : "Int", [], nil)
        case "real", "double", "doubleprecision", "float": return ("Double", [], nil)
        case "datetime", "timestamp": return ("Date", [], nil)
        case "date": return ("CivilDate", [], nil)
        case "time": return ("TimeOfDay", [], nil)
        case "blob": return ("[UInt8]", [], nil)
        case "decimal", "numeric":
            let digits = numbers.first ?? 10
            let places = numbers.count > 1 ? numbers[1] : numbers.isEmpty ? 5 : 0
            return (
                "Decimal", [("digits", .text("\(digits)")), ("places", .text("\(places)"))],
                numbers.isEmpty ? "digits and places are a guess" : nil
            )
        case "char" where numbers == [32]: return ("UUID", [], nil)
        case "char" where numbers == [39]:
            return ("String", [("kind", .text(".ipAddress"))], nil)
        case "varchar", "char", "nvarchar", "nchar", "character", "varying":
            guard let length = numbers.first, length > 0 else { return ("String", [], nil) }
            return ("String", [("maxLength", .text("\(length)"))], nil)
        case "text": return ("String", [], nil)
        default: return guess(name)
        }
    }

    /// The type by the rules by which SQLite itself reads names that it doesn't know.
    private func guess(
        _ name: String
    ) -> (String, [(label: String?, value: SwiftSource)], String?) {
        let note = "'\(column.type)' is taken for this type: a guess"
        if name.contains("int") { return ("Int", [], note) }
        if ["char", "clob", "text"].contains(where: name.contains) { return ("String", [], note) }
        if name.contains("blob") || name.isEmpty { return ("[UInt8]", [], note) }
        if ["real", "floa", "doub"].contains(where: name.contains) { return ("Double", [], note) }
        return ("Double", [], note)
    }
}

extension SQLValue {
    /// The value as a Swift literal.
    fileprivate var swiftSource: SwiftSource {
        switch self {
        case .integer(let number): .text("\(number)")
        case .real(let number): .text("\(number)")
        case .text(let text): .string(text)
        case .null, .blob: .text("nil")
        }
    }
}
