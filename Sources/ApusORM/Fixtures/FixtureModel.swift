/// A model as fixtures see it: the names that Django writes, and what each column holds.
struct FixtureModel {
    /// A column.
    struct Column {
        /// The name in fixtures: the property's in snake_case.
        let name: String
        /// The field.
        let field: FieldSchema
        /// What the column holds; for a foreign key, what it points at holds.
        let type: FieldType
        /// How a foreign key can name its row in words, and the column that it points at.
        let natural: (key: NaturalKey, column: String)?
    }

    /// Rows of another model, through a table between the two.
    struct List {
        /// The name in fixtures.
        let name: String
        /// The field.
        let field: FieldSchema
        /// The table between, whose second and third columns point at the row and at the others.
        let through: ModelSchema
        /// The model of the others.
        let target: ModelSchema
        /// What the others' keys hold.
        let type: FieldType
        /// How the others can be named in words, and the column of their key.
        let natural: (key: NaturalKey, column: String)?

        var nearColumn: String { through.fields[1].column }
        var farColumn: String { through.fields[2].column }
    }

    /// The model.
    let schema: ModelSchema
    /// The column of the primary key.
    let key: Column
    /// The other columns, in order.
    let columns: [Column]
    /// The many-to-many fields that have no model of their own between.
    let lists: [List]
    /// How a row can be named in words.
    let naturalKey: NaturalKey?

    /// `polls.question`, as fixtures name the model.
    var label: String { "\(schema.name.app).\(schema.name.model.lowercased())" }

    /// The model `schema` among those of `state`. Throws a `DataError` where it has no key.
    init(
        _ schema: ModelSchema, in state: ProjectState, naturalKeys: NaturalKeys = NaturalKeys()
    ) throws {
        // The state's copy names the app in each reference.
        let schema = state[schema.name] ?? schema
        guard let key = schema.primaryKey else {
            throw DataError("The model \(schema.name) has no primary key.")
        }
        func column(_ field: FieldSchema) -> Column {
            Column(
                name: field.name.snakeCased, field: field, type: state.storedType(of: field),
                natural: naturalKeys.target(of: field).flatMap { key in
                    let pointed =
                        field.reference?.field.map(key.schema.field) ?? key.schema.primaryKey
                    return pointed.map { (key, $0.column) }
                })
        }
        self.schema = schema
        self.key = column(key)
        columns = schema.columns.filter { !$0.isPrimaryKey }.map(column)
        lists = schema.fields.compactMap { field in
            guard let through = state.throughTable(of: field, on: schema),
                let target = field.reference.flatMap({ state[$0.model] }),
                let targetKey = target.primaryKey, through.fields.count > 2
            else { return nil }
            return List(
                name: field.name.snakeCased, field: field, through: through, target: target,
                type: state.storedType(of: targetKey),
                natural: naturalKeys[target.name].map { ($0, targetKey.column) })
        }
        naturalKey = naturalKeys[schema.name]
    }
}

extension ProjectState {
    /// What the column of `field` holds: for a foreign key, what the field that it points at does.
    package func storedType(of field: FieldSchema) -> FieldType {
        var field = field
        // A key may point at a key; eight are more than anyone chains.
        for _ in 0..<8 {
            guard let reference = field.reference, let model = self[reference.model],
                let target = reference.field.map(model.field) ?? model.primaryKey
            else { break }
            field = target
        }
        return field.type.isGenerated ? .bigInteger : field.type
    }
}
