/// Writes what `@Model` puts into a struct: the key, the table, the columns, the initialisers,
/// and the members that templates read. `Tests/ApusORMTests/HandWrittenModels.swift` shows the
/// same by hand.
///
/// Types of the ORM come with their module's name, since a site may well have a model called
/// `Path`; properties come with `self`, since a field may well be called `name` or `row`.
struct MemberEmitter {
    let model: ModelDescription
    /// Whether the model has mistakes: the members are then declared all the same, so that one
    /// mistake isn't followed by a hundred others, but initialise nothing.
    let isBroken: Bool
    /// Where the declaration stands, if that is known.
    var places: UserPlaces?

    /// The members' source.
    var source: String {
        let members = [
            key, modelName, table, columns, initializer, rowInitializer, values, moments, members,
            create,
        ]
        return members.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var access: String { model.access.prefix }
    /// The fields that are written out, in the order of their columns: not the key that the
    /// database hands out, and a key of the model's own first.
    private var fields: [FieldDescription] {
        guard let key = model.ownKey else { return model.fields.filter { $0.name != "id" } }
        return [key] + model.fields.filter { $0.range != key.range }
    }
    /// The column of the first of the fields.
    private var firstColumn: Int { model.ownKey == nil ? 1 : 0 }

    /// The access of members that name all fields: no wider than the narrowest field's, as a
    /// field's type may be that narrow.
    private var accessOfAll: String {
        let narrowest = fields.map(\.access).min() ?? .public
        return max(min(model.access, narrowest), .internal).prefix
    }

    private var key: String {
        var key = ""
        if let own = model.ownKey {
            key = "\(access)typealias ID = \(own.type.base)\n"
            if own.name != "id" {
                key += """
                    \(access)var id: \(own.type.base) {
                        get { self.\(own.spelling) }
                        set { self.\(own.spelling) = newValue }
                    }

                    """
            }
        } else {
            key = "\(access)typealias ID = ApusORM.Key<\(model.name)>\n"
            if !model.fields.contains(where: { $0.name == "id" }) {
                key += "\(access)var id: ApusORM.Key<\(model.name)> = ApusORM.Key(0)\n"
            }
        }
        return key + "\(access)var _state = ApusORM.ModelState()"
    }

    private var modelName: String {
        guard let app = model.options.app else { return "" }
        return """
            \(access)static var modelName: ApusORM.ModelName {
                ApusORM.ModelName(app: \(app.value), model: "\(model.name.withoutBackticks)")
            }
            """
    }

    private var table: String {
        var arguments = "\(model.name).self"
        if let name = model.options.table { arguments += ", name: \(name.value)" }
        let column = model.fields.first { $0.name == "id" }?.options["column"]
        var lines = [
            model.ownKey?.declaration(0) ?? column.map { ".id(column: \($0.value))" } ?? ".id"
        ]
        var place = 1 - firstColumn
        for (index, field) in model.fields.enumerated() {
            lines += model.manys.filter { $0.position == index }.map(\.declaration)
            if field.name == "id" || field.isPrimaryKey { continue }
            lines.append(field.declaration(place))
            place += 1
        }
        lines += model.manys.filter { $0.position == model.fields.count }.map(\.declaration)
        let fields = lines.map { "    \($0)," }.joined(separator: "\n")
        arguments += ", fields: [\n\(fields)\n]"
        let relations = model.reverses.filter { !$0.model.isEmpty }.map {
            $0.isMany
                ? ".manyBack(\"\($0.name)\", \($0.model).self, \"\($0.field)\")"
                : ".reverse(\"\($0.name)\", \\\($0.model).Columns.\($0.field))"
        }
        if !relations.isEmpty {
            arguments += ", relations: [\(relations.joined(separator: ", "))]"
        }
        let options = [
            ("ordering", model.options.ordering), ("indexes", model.options.indexes),
            ("uniqueTogether", model.options.uniqueTogether),
            ("constraints", model.options.constraints),
        ]
        for case (let label, let option?) in options { arguments += ", \(label): \(option.value)" }
        for label in ModelOptions.plainLabels {
            if let option = model.options.plain[label] {
                arguments += ", \(label): \(option.value)"
            }
        }
        return "\(access)static let table = ApusORM.Table(\(arguments))"
    }

    private var columns: String {
        var lines: [String] = []
        if model.ownKey?.name != "id" {
            let column =
                model.ownKey?.type.column ?? "ApusORM.Column<ApusORM.Key<\(model.name)>>"
            lines.append("\(access)var id: \(column) { _path.column(0) }")
        }
        for (index, field) in fields.enumerated() {
            let access = max(min(model.access, field.access), .fileprivate)
            let word = access == .fileprivate ? "fileprivate " : access.prefix
            let place = index + firstColumn
            lines.append(
                "\(word)var \(field.spelling): \(field.type.column) { _path.column(\(place)) }")
        }
        for many in model.manys {
            let access = max(min(model.access, many.access), .internal).prefix
            lines.append(
                "\(access)var \(many.spelling): \(many.target).Columns "
                    + "{ _path.many(\"\(many.name)\") }")
        }
        for reverse in model.reverses where !reverse.model.isEmpty {
            let access = max(min(model.access, reverse.access), .internal).prefix
            let way =
                reverse.isMany
                ? "_path.manyBack(\"\(reverse.field)\")"
                : "_path.reverse(\\\(reverse.model).Columns.\(reverse.field))"
            lines.append(
                "\(access)var \(reverse.spelling): \(reverse.model).Columns { \(way) }")
        }
        lines += fields.enumerated().compactMap(typeCheck)
        lines += fields.enumerated().flatMap(typedOptions)
        return """
            \(access)struct Columns: ApusORM.ModelColumns {
                \(access)typealias Owner = \(model.name)
                \(access)let _path: ApusORM.Path<\(model.name)>
                \(access)init(_ path: ApusORM.Path<\(model.name)>) { _path = path }
            \(lines.map { "    \($0)" }.joined(separator: "\n"))
            }
            """
    }

    /// What makes the compiler say, where a type of the user's own is written, that no column
    /// holds it: elsewhere it would say so in the middle of what is written here.
    private func typeCheck(_ index: Int, _ field: FieldDescription) -> String? {
        guard field.type.isOwn else { return nil }
        let check = field.options["autoNow"] == nil ? "requireFieldValue" : "requireMoment"
        return places?.pointing(
            to: field.type.range, "private static func _check\(index)() {",
            "\(check)(\(field.type.base).self) }")
    }

    private func typedOptions(_ index: Int, _ field: FieldDescription) -> [String] {
        field.typedOptions.map { argument, type in
            let start =
                "fileprivate static var _\(argument.label ?? "")\(index): \(type) {"
            return places?.pointing(to: argument.valueRange, start, "\(argument.value) }")
                ?? "\(start) \(argument.value) }"
        }
    }

    /// The fields that someone may give a value.
    private var given: [FieldDescription] {
        model.fields.filter { !$0.isGenerated && ($0.name != "id" || $0.isPrimaryKey) }
    }

    private var parameters: String { given.map(\.parameter).joined(separator: ", ") }

    private var initializer: String {
        var lines: [String] = []
        if isBroken {
            lines = ["Swift.fatalError()"]
        } else {
            if let key = model.fields.first(where: { $0.name == "id" }), key.initializer == nil,
                !key.isPrimaryKey
            {
                lines.append("self.id = ApusORM.Key(0)")
            }
            lines += fields.map(\.assignment)
        }
        return "\(accessOfAll)init(\(parameters)) {\n\(lines.indented)}"
    }

    /// Reads all cells before the first property gets one: a struct that may be left half done is
    /// copied once more when it is complete. So is one whose `_state` is set here a second time,
    /// which is why those who read rows set it.
    private var rowInitializer: String {
        let start = "\(access)init(row: inout ApusORM.Row) throws {"
        if isBroken { return "\(start)\n    Swift.fatalError()\n}" }
        var cells = fields.map { (spelling: $0.spelling, type: $0.type.text) }
        if model.ownKey == nil { cells.insert(("id", "ApusORM.Key<\(model.name)>"), at: 0) }
        let reads = cells.enumerated().map { "let _\($0): \($1.type) = try row.next()" }
        let arguments = cells.indices.map { "_\($0): _\($0)" }.joined(separator: ", ")
        let parameters = cells.enumerated().map { "_\($0): \($1.type)" }.joined(separator: ", ")
        let assignments = cells.enumerated().map { "self.\($1.spelling) = _\($0)" }
        return """
            \(start)
            \((reads + ["self.init(\(arguments))"]).indented)}
            private init(\(parameters)) {
            \(assignments.indented)}
            """
    }

    private var values: String {
        let key = model.ownKey == nil ? ["self.id.sqlValue"] : []
        let values = key + fields.map { "self.\($0.spelling).sqlValue" }
        return "\(access)var fieldValues: [ApusORM.SQLValue] {\n    ["
            + values.joined(separator: ", ") + "]\n}"
    }

    /// Sets the fields that set themselves to the present moment.
    private var moments: String {
        let lines = fields.compactMap { field -> String? in
            guard let autoNow = field.options["autoNow"] else { return nil }
            let condition = autoNow.value == ".onCreate" ? "if isNew { " : ""
            return "\(condition)self.\(field.spelling) = .present"
                + (condition.isEmpty ? "" : " }")
        }
        if lines.isEmpty { return "" }
        return "\(access)mutating func setMoments(isNew: Swift.Bool) {\n\(lines.indented)}"
    }

    /// Private properties are not for templates.
    private var members: String {
        var cases = [#"case "id", "pk": return self.id.dynamicValue"#]
        for (index, field) in fields.enumerated()
        where field.access > .fileprivate && field.name != "id" {
            let value = "self.\(field.spelling)"
            if field.type.isOwn || field.options["choices"] != nil {
                let place = index + firstColumn
                cases.append(
                    "case \"\(field.name)_label\", \"get_\(field.name.impliedColumn)_display\": "
                        + "return Self.table.fields[\(place)].label(of: \(value).sqlValue)")
            }
            if field.type.foreignModel == nil {
                cases.append("case \"\(field.name)\": return \(value).dynamicValue")
            } else {
                cases.append("case \"\(field.name)\": return try \(value).dynamicRow()")
                cases.append(
                    "case \"\(field.name)_id\", \"\(field.name)ID\": return \(value).dynamicValue")
            }
        }
        for many in model.manys where many.access > .fileprivate {
            cases.append("case \"\(many.name)\": return try self.\(many.spelling).dynamicRows()")
        }
        for reverse in model.reverses where reverse.access > .fileprivate {
            cases.append(
                "case \"\(reverse.name)\": return try self.\(reverse.spelling).dynamicRows()")
        }
        for member in model.members {
            let attempt = member.throwing ? "try " : ""
            cases.append(
                "case \"\(member.name)\": "
                    + "return \(attempt)ApusORM.templateValue(self.\(member.spelling))")
        }
        cases.append("default: return nil")
        let body = (["switch name {"] + cases + ["}"]).indented
        return "\(access)func value(ofMember name: Swift.String) throws "
            + "-> ApusValues.DynamicValue? {\n\(body)}"
    }

    private var create: String {
        let arguments = given.map { "\($0.label): \($0.spelling)" }.joined(separator: ", ")
        return """
            @discardableResult
            \(accessOfAll)static func create(\(parameters)) throws -> \(model.name) {
                try \(model.name)(\(arguments)).saved(\(model.ownKey == nil ? "" : "forcing: .insert"))
            }
            """
    }
}

extension [String] {
    /// The lines, each indented by four spaces and ended.
    fileprivate var indented: String { map { "    \($0)\n" }.joined() }
}

/// The extension that makes a struct a model; empty where the compiler needs no conformance.
func conformance(of type: String, stillNeeded: String?) -> String {
    if let stillNeeded, !stillNeeded.utf8.contains(Byte.colon) { return "" }
    return "extension \(type): ApusORM.Model {}"
}
