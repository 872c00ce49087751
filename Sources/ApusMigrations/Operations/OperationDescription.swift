public import ApusORM

/// How an operation shows in the terminal and in the names of migrations.
extension MigrationOperation {
    /// The sign before the description: `+` adds, `-` removes, `~` alters, `s` is SQL, `p` code.
    public var symbol: String {
        switch self {
        case .createModel, .addField, .addIndex, .addConstraint: "+"
        case .deleteModel, .removeField, .removeIndex, .removeConstraint: "-"
        case .renameModel, .alterTable, .alterTableComment, .alterOptions, .alterUniqueTogether,
            .alterOrder, .alterField, .renameField, .renameIndex, .alterConstraint:
            "~"
        case .sql: "s"
        case .run: "p"
        }
    }

    /// What it does, in one line: `Add field votes to choice`.
    public var description: String {
        switch self {
        case .createModel(let model, _, _, _, _, _, _): "Create model \(model)"
        case .deleteModel(let model): "Delete model \(model)"
        case .renameModel(let old, let new): "Rename model \(old) to \(new)"
        case .alterTable(let model, let table):
            "Rename table for \(model.lowercased()) to \(table ?? "(default)")"
        case .alterTableComment(let model, _): "Alter \(model.lowercased()) table comment"
        case .alterOptions(let model, _): "Change Meta options on \(model.lowercased())"
        case .alterUniqueTogether(let model, let sets):
            "Alter unique_together for \(model.lowercased()) (\(sets.count) constraint(s))"
        case .alterOrder(let model, let field):
            "Set order_with_respect_to on \(model.lowercased()) to \(field ?? "None")"
        case .addField(let model, let field, _):
            "Add field \(field.name) to \(model.lowercased())"
        case .removeField(let field, let model):
            "Remove field \(field) from \(model.lowercased())"
        case .alterField(let model, let field, _):
            "Alter field \(field.name) on \(model.lowercased())"
        case .renameField(let old, let new, let model):
            "Rename field \(old) on \(model.lowercased()) to \(new)"
        case .addIndex(let model, let index) where !index.expressions.isEmpty:
            "Create index \(index.name) on "
                + (index.fields + index.expressions).joined(separator: ", ")
                + " on model \(model.lowercased())"
        case .addIndex(let model, let index):
            "Create index \(index.name) on field(s) \(index.fields.joined(separator: ", ")) "
                + "of model \(model.lowercased())"
        case .removeIndex(let index, let model):
            "Remove index \(index) from \(model.lowercased())"
        case .renameIndex(let old, let new, let model):
            "Rename index \(old) on \(model.lowercased()) to \(new)"
        case .addConstraint(let model, let constraint):
            "Create constraint \(constraint.name) on model \(model.lowercased())"
        case .removeConstraint(let constraint, let model):
            "Remove constraint \(constraint) from model \(model.lowercased())"
        case .alterConstraint(let model, let constraint):
            "Alter constraint \(constraint.name) on \(model.lowercased())"
        case .sql: "Raw SQL operation"
        case .run: "Raw Swift operation"
        }
    }

    /// The part of a migration's name that speaks of this operation: `choice_votes`; nil for a
    /// custom step.
    public var nameFragment: String? {
        switch self {
        case .createModel(let model, _, _, _, _, _, _): model.lowercased()
        case .deleteModel(let model): "delete_\(model.lowercased())"
        case .renameModel(let old, let new):
            "rename_\(old.lowercased())_\(new.lowercased())"
        case .alterTable(let model, _): "alter_\(model.lowercased())_table"
        case .alterTableComment(let model, _): "alter_\(model.lowercased())_table_comment"
        case .alterOptions(let model, _): "alter_\(model.lowercased())_options"
        case .alterUniqueTogether(let model, _):
            "alter_\(model.lowercased())_unique_together"
        case .alterOrder(let model, _): "alter_\(model.lowercased())_order_with_respect_to"
        case .addField(let model, let field, _):
            "\(model.lowercased())_\(field.name.snakeCased)"
        case .removeField(let field, let model):
            "remove_\(model.lowercased())_\(field.snakeCased)"
        case .alterField(let model, let field, _):
            "alter_\(model.lowercased())_\(field.name.snakeCased)"
        case .renameField(let old, let new, let model):
            "rename_\(old.snakeCased)_\(model.lowercased())_\(new.snakeCased)"
        case .addIndex(let model, let index):
            "\(model.lowercased())_\(index.name.lowercased())"
        case .removeIndex(let index, let model):
            "remove_\(model.lowercased())_\(index.lowercased())"
        case .renameIndex(let old, let new, _):
            "rename_\(old.lowercased())_\(new.lowercased())"
        case .addConstraint(let model, let constraint):
            "\(model.lowercased())_\(constraint.name.lowercased())"
        case .removeConstraint(let constraint, let model):
            "remove_\(model.lowercased())_\(constraint.lowercased())"
        case .alterConstraint(let model, let constraint):
            "alter_\(model.lowercased())_\(constraint.name.lowercased())"
        case .sql, .run: nil
        }
    }
}
