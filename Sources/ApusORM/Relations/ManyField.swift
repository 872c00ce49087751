/// A many-to-many relation of a table: not a column, but pairs of keys in a table in between.
final class ManyField: Sendable {
    /// The property's name.
    let name: String
    /// From the model that declares it to the other.
    let forward: ManyLink
    /// From the other model back.
    let backward: ManyLink
    private let model: any Model.Type

    /// The table on the other side.
    var target: Table { model.table }

    init(
        _ schema: FieldSchema, _ declaration: ManyDeclaration, of owner: ModelSchema,
        table ownerTable: @escaping @Sendable () -> Table
    ) {
        name = schema.name
        model = declaration.target
        let isToItself = declaration.target.modelName == owner.name
        let isSymmetrical = declaration.isSymmetrical && isToItself
        let fields: @Sendable () -> (near: TableField, far: TableField)
        if let through = declaration.through {
            fields = through
        } else {
            let table = Table(
                through: schema, of: owner, ownerTable: ownerTable, to: declaration.target)
            fields = { (table.fields[1], table.fields[2]) }
        }
        let isAutomatic = declaration.through == nil
        forward = ManyLink(
            schema.name, isSymmetrical: isSymmetrical, isAutomatic: isAutomatic, isForward: true
        ) { fields() }
        backward = ManyLink(
            schema.name, isSymmetrical: isSymmetrical, isAutomatic: isAutomatic, isForward: false
        ) { (fields().far, fields().near) }
    }
}

/// One direction of a many-to-many relation.
final class ManyLink: Sendable {
    /// The relation's name in the model that declares it.
    let name: String
    /// Whether each pair counts in both directions.
    let isSymmetrical: Bool
    /// Whether the table in between was made up for the relation: it then has a pair once.
    let isAutomatic: Bool
    /// Whether it leads away from the model that declares it.
    let isForward: Bool
    private let fields: @Sendable () -> (near: TableField, far: TableField)

    init(
        _ name: String, isSymmetrical: Bool, isAutomatic: Bool, isForward: Bool,
        fields: @escaping @Sendable () -> (near: TableField, far: TableField)
    ) {
        self.name = name
        self.isSymmetrical = isSymmetrical
        self.isAutomatic = isAutomatic
        self.isForward = isForward
        self.fields = fields
    }

    /// The foreign key of the table in between that points at the owner.
    var near: TableField { fields().near }
    /// The foreign key of the table in between that points at the rows.
    var far: TableField { fields().far }

    /// The table of the model that declares the relation.
    var model: Table? { (isForward ? near : far).target }

    /// The relations that lead to the rows.
    var steps: [JoinStep.Relation] {
        let (near, far) = fields()
        return [.reverse(near), .forward(far)]
    }

    /// The way to the rows, after the relations `join`.
    func step(after join: JoinStep?) -> JoinStep {
        let (near, far) = fields()
        return JoinStep(JoinStep(join, .reverse(near)), .forward(far), many: self)
    }
}
