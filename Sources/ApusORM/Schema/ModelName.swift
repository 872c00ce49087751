/// A model's full name: its app's label and its type's name, written `polls.Question`.
public struct ModelName: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The app's label: the name of the Swift module that declares the model.
    public var app: String
    /// The type's name.
    public var model: String

    /// A name from its parts.
    public init(app: String, model: String) {
        self.app = app
        self.model = model
    }

    /// A name from `app.Model`; without a dot, the app is empty.
    public init(stringLiteral text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            app: parts.count == 2 ? String(parts[0]) : "", model: String(parts.last ?? ""))
    }

    /// The name of the model type `type`, whose app is its module.
    public init(of type: Any.Type) {
        let path = String(reflecting: type).split(separator: ".")
        self.init(app: String(path.first ?? ""), model: String(path.last ?? ""))
    }

    /// `polls.Question`.
    public var description: String { "\(app).\(model)" }

    /// The table that follows from the name alone: `polls_question`.
    public var impliedTable: String { "\(app)_\(model.lowercased())" }
}
