import ApusORM

/// Names of Swift for what a database calls otherwise.
enum InspectedNames {
    /// The name of a model's type for a table: `polls_question` without `polls_` is `Question`.
    static func type(_ table: String) -> String {
        var name = table.camelCased
        if name.isEmpty { name = "Table" }
        if name.first?.isNumber == true { name = "Table" + name }
        return takenTypes.contains(name) ? name + "Model" : name
    }

    /// The name of the property for a column: `pub_date` is `pubDate`, `country_id` is `countryID`.
    static func property(_ column: String) -> String {
        let words = column.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map { word in
            // A word in capitals, or with some inside, keeps those that tell its parts apart.
            word == word.uppercased() ? word.lowercased() : String(word)
        }
        var name = words.enumerated().map { index, word in
            if index > 0, word == "id" { return "ID" }
            let first = word.prefix(1)
            return (index == 0 ? first.lowercased() : first.uppercased()) + word.dropFirst()
        }.joined()
        if name.isEmpty { name = "column" }
        if name.first?.isNumber == true { name = "number" + name }
        return takenProperties.contains(name) ? name + "Value" : name
    }

    /// The name as it is written in a declaration: keywords stand in backticks.
    static func spelled(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }

    /// Types that models name: one of the site's own would hide them.
    private static let takenTypes: Set<String> = [
        "Any", "App", "Array", "Assignments", "Bool", "CivilDate", "Column", "Columns", "Condition",
        "Constraint", "ConstraintSchema", "Date", "Decimal", "Double", "Duration", "DynamicValue",
        "Error", "Field", "FieldValue", "ForeignKey", "IndexSchema", "Int", "Int16", "Int32",
        "Int64", "JSON", "Key", "ManyToMany", "Model", "ModelColumns", "ModelName", "ModelState",
        "OneToOne", "Optional", "Path", "Protocol", "QuerySet", "Reference", "Related",
        "RelatedOne", "Relation", "Reverse", "Row", "SQLValue", "Self", "Set", "Site", "String",
        "Table", "TimeOfDay", "Type", "UInt", "UInt16", "UInt32", "UUID",
    ]

    /// What every model has already.
    private static let takenProperties: Set<String> = [
        "clean", "delete", "dynamicValue", "elements", "fieldValues", "foreignKey", "hashValue",
        "html", "id", "init", "isTrue", "pk", "refresh", "save", "saved", "self", "setMoments",
        "validate",
    ]

    private static let keywords: Set<String> = [
        "Any", "Self", "Type", "Protocol", "actor", "as", "associatedtype", "async", "await",
        "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else",
        "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if",
        "import", "in", "inout", "internal", "is", "let", "nil", "operator", "package",
        "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return",
        "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
        "typealias", "var", "where", "while",
    ]
}
