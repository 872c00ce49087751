import ApusORM

/// A model as Swift.
struct ModelSource {
    private let model: InspectedModel
    private let app: String?

    /// - Parameter app: The module that the text is for; it says the table's name where that
    ///   doesn't follow from the model's and the module's.
    init(_ model: InspectedModel, app: String?) {
        self.model = model
        self.app = app
    }

    /// The declaration.
    var text: String {
        var text = ""
        for note in model.notes { text += "// Left out: \(note).\n" }
        text += attribute + "\nstruct \(model.name) {\n"
        for property in model.properties { text += line(of: property) }
        return text + "}\n"
    }

    private var attribute: String {
        var arguments: [(label: String?, value: SwiftSource)] = []
        let implied = app.map { ModelName(app: $0, model: model.name).impliedTable }
        if implied != model.table.name { arguments.append(("table", .string(model.table.name))) }
        if !model.indexes.isEmpty { arguments.append(("indexes", .list(model.indexes))) }
        if !model.uniqueTogether.isEmpty {
            arguments.append(("uniqueTogether", .list(model.uniqueTogether.map { .strings($0) })))
        }
        if !model.constraints.isEmpty {
            arguments.append(("constraints", .list(model.constraints)))
        }
        if arguments.isEmpty { return "@Model" }
        return SwiftSource.call("@Model", arguments).laidOut(indent: 0, used: 0)
    }

    private func line(of property: InspectedModel.Property) -> String {
        let declaration =
            "var \(InspectedNames.spelled(property.name)): \(property.type)"
            + (property.isNullable ? "?" : "")
        var text = property.note.map { "    // \($0)\n" } ?? ""
        guard !property.options.isEmpty else { return text + "    \(declaration)\n" }
        let options = SwiftSource.call("@Field", property.options)
        let line = "    \(options.oneLine) \(declaration)\n"
        if line.count <= 101 { return text + line }
        text += "    " + options.laidOut(indent: 4, used: 4) + "\n    \(declaration)\n"
        return text
    }
}
