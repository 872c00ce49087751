/// What a many-to-many relation is made of, as a model declares it.
struct ManyDeclaration: Sendable {
    /// The model on the other side.
    let target: any Model.Type
    /// Whether a row on one side stands on the other too: friends are friends of each other.
    let isSymmetrical: Bool
    /// The foreign keys of the model in between; nil where the table is made up.
    let through: (@Sendable () -> (near: TableField, far: TableField))?
}

extension Field {
    /// A many-to-many relation to `target`, whose pairs are kept in a table of its own.
    ///
    /// - Parameter symmetrical: For a relation of a model to itself, whether each pair counts in
    ///   both directions.
    public static func manyToMany<Target: Model>(
        _ name: String, to target: Target.Type, symmetrical: Bool = true,
        verboseName: String? = nil, helpText: String = ""
    ) -> Field {
        var field = Field(
            schema: .manyToMany(
                name, to: Target.modelName, verboseName: verboseName, helpText: helpText,
                blank: true),
            target: nil, defaultValue: nil)
        field.many = ManyDeclaration(target: target, isSymmetrical: symmetrical, through: nil)
        return field
    }

    /// A many-to-many relation to `target` whose pairs are rows of a model: `near` is its foreign
    /// key to this model and `far` the one to `target`.
    public static func manyToMany<
        Target: Model, Through: ModelColumns, Near: RelationColumn, Far: RelationColumn
    >(
        _ name: String, to target: Target.Type,
        through near: any KeyPath<Through, Near> & Sendable,
        _ far: any KeyPath<Through, Far> & Sendable, symmetrical: Bool = false,
        verboseName: String? = nil, helpText: String = ""
    ) -> Field where Far.Target == Target {
        var field = Field(
            schema: .manyToMany(
                name, to: Target.modelName, through: Through.Owner.modelName,
                verboseName: verboseName, helpText: helpText, blank: true),
            target: nil, defaultValue: nil)
        field.many = ManyDeclaration(target: target, isSymmetrical: symmetrical) {
            let columns = Through(.root)
            return (columns[keyPath: near].reference.field, columns[keyPath: far].reference.field)
        }
        return field
    }
}
