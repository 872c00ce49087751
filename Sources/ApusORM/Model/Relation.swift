/// A name by which a model reaches rows of another that has the foreign key: for lookups by name
/// (`choices__votes`) and for what a deletion must look at.
public struct Relation: Sendable {
    /// The name: `choices`.
    public let name: String
    let steps: @Sendable () -> [JoinStep.Relation]

    /// The rows that point here with the foreign key `key`: `.reverse("choices", \Choice.Columns.question)`.
    public static func reverse<Columns: ModelColumns, Key: RelationColumn>(
        _ name: String, _ key: any KeyPath<Columns, Key> & Sendable
    ) -> Relation {
        Relation(name: name) { [.reverse(Columns(.root)[keyPath: key].reference.field)] }
    }

    /// The rows of `model` whose many-to-many relation `field` leads here.
    public static func manyBack<Element: Model>(
        _ name: String, _ model: Element.Type, _ field: String
    ) -> Relation {
        Relation(name: name) { Element.table.many(named: field)?.backward.steps ?? [] }
    }
}
