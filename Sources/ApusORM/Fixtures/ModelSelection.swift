/// Apps and models as the command line names them: `polls`, `polls.Choice`.
struct ModelSelection {
    /// The models that are named, with those of the apps that are named.
    var models: Set<ModelName> = []
    /// The apps that are named.
    var apps: Set<String> = []

    /// What `labels` name among `apps`. Throws a `DataError` for a name that doesn't exist.
    init(_ labels: [String], in apps: [DataApp]) throws {
        for label in labels {
            let (app, model) = try Self.find(label, in: apps)
            if let model {
                models.insert(model.name)
            } else {
                self.apps.insert(app.label)
                models.formUnion(app.models.map(\.name))
            }
        }
    }

    /// The app that a label names, and the model where it names one.
    static func find(
        _ label: String, in apps: [DataApp]
    ) throws -> (app: DataApp, model: ModelSchema?) {
        let parts = label.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let app = apps.first(where: { $0.label == name }) else {
            let near = apps.first { $0.label.lowercased() == name.lowercased() }
            throw DataError(
                "No installed app with label '\(name)'."
                    + (near.map { " Did you mean '\($0.label)'?" } ?? ""))
        }
        guard parts.count == 2 else { return (app, nil) }
        let wanted = parts[1].lowercased()
        guard let model = app.models.first(where: { $0.name.model.lowercased() == wanted }) else {
            throw DataError("Unknown model: \(label)")
        }
        return (app, model)
    }

    /// The models that `labels` name, apps in the order in which they are named first and without
    /// those that `excluded` names; all where there are no labels.
    static func models(
        _ labels: [String], excluding excluded: [String], in apps: [DataApp]
    ) throws -> [ModelSchema] {
        let left = try ModelSelection(excluded, in: apps)
        if labels.isEmpty {
            return apps.flatMap(\.models).filter { !left.models.contains($0.name) }
        }
        var order: [String] = []
        var chosen: [String: [ModelSchema]] = [:]
        var whole: Set<String> = []
        for label in labels {
            let (app, model) = try find(label, in: apps)
            if left.apps.contains(app.label) { continue }
            if chosen[app.label] == nil { order.append(app.label) }
            if let model {
                let isThere = chosen[app.label]?.contains { $0.name == model.name } ?? false
                if whole.contains(app.label) || isThere { continue }
                chosen[app.label, default: []].append(model)
            } else {
                whole.insert(app.label)
                chosen[app.label] = app.models
            }
        }
        return order.flatMap { chosen[$0] ?? [] }.filter { !left.models.contains($0.name) }
    }
}
