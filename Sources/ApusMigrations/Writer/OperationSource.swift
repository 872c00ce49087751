import ApusORM

extension SwiftSource {
    /// An operation as a migration file writes it.
    static func operation(_ operation: MigrationOperation) -> SwiftSource {
        switch operation {
        case .createModel(
            let model, let fields, let table, let indexes, let uniqueTogether, let constraints,
            let options):
            var arguments: Arguments = [
                (nil, .string(model)), ("fields", .list(fields.map { field($0) })),
            ]
            if let table { arguments.append(("table", .string(table))) }
            if !indexes.isEmpty { arguments.append(("indexes", .list(indexes.map { index($0) }))) }
            if !uniqueTogether.isEmpty {
                arguments.append(("uniqueTogether", .list(uniqueTogether.map { .strings($0) })))
            }
            if !constraints.isEmpty {
                arguments.append(("constraints", .list(constraints.map { constraint($0) })))
            }
            if options != ModelOptions() { arguments.append(("options", Self.options(options))) }
            return .call(".createModel", arguments)
        case .deleteModel(let model): return .call(".deleteModel", [(nil, .string(model))])
        case .renameModel(let old, let new):
            return .call(".renameModel", [(nil, .string(old)), ("to", .string(new))])
        case .alterTable(let model, let table):
            return .call(".alterTable", [(nil, .string(model)), ("to", optional(table))])
        case .alterTableComment(let model, let comment):
            return .call(".alterTableComment", [(nil, .string(model)), (nil, optional(comment))])
        case .alterOptions(let model, let options):
            return .call(".alterOptions", [(nil, .string(model)), (nil, Self.options(options))])
        case .alterUniqueTogether(let model, let sets):
            return .call(
                ".alterUniqueTogether",
                [(nil, .string(model)), (nil, .list(sets.map { .strings($0) }))])
        case .alterOrder(let model, let field):
            return .call(
                ".alterOrder", [(nil, .string(model)), ("withRespectTo", optional(field))])
        case .addField(let model, let added, let oneOff):
            return .call(
                ".addField",
                [("to", .string(model)), (nil, field(added))] + self.oneOff(oneOff, for: added))
        case .removeField(let removed, let model):
            return .call(".removeField", [(nil, .string(removed)), ("from", .string(model))])
        case .alterField(let model, let altered, let oneOff):
            return .call(
                ".alterField",
                [("on", .string(model)), (nil, field(altered))] + self.oneOff(oneOff, for: altered))
        case .renameField(let old, let new, let model):
            return .call(".renameField", renaming(old, new, model))
        case .addIndex(let model, let added):
            return .call(".addIndex", [("to", .string(model)), (nil, index(added))])
        case .removeIndex(let removed, let model):
            return .call(".removeIndex", [(nil, .string(removed)), ("from", .string(model))])
        case .renameIndex(let old, let new, let model):
            return .call(".renameIndex", renaming(old, new, model))
        case .addConstraint(let model, let added):
            return .call(".addConstraint", [("to", .string(model)), (nil, constraint(added))])
        case .removeConstraint(let removed, let model):
            return .call(".removeConstraint", [(nil, .string(removed)), ("from", .string(model))])
        case .alterConstraint(let model, let altered):
            return .call(".alterConstraint", [("on", .string(model)), (nil, constraint(altered))])
        case .sql(let sql, let reverse):
            return .call(
                ".sql",
                [(nil, .string(sql))] + (reverse.map { [("reverse", .string($0))] } ?? []))
        case .run(_, let reverse): return code(from: nil, hasReverse: reverse != nil)
        }
    }

    /// A step in code, which has no text: one that fails until someone has put the code there.
    static func code(from origin: String?, hasReverse: Bool) -> SwiftSource {
        let message = "Copy this step from \(origin ?? "where it was written")."
        let closure = "{ _ in throw MigrationError(\(message.swiftLiteral)) }"
        guard hasReverse else { return .text(".run \(closure)") }
        return .call(".run", [(nil, .text(closure)), ("reverse", .text(closure))])
    }

    private static func optional(_ text: String?) -> SwiftSource {
        text.map { .string($0) } ?? .text("nil")
    }

    private static func oneOff(_ oneOff: SQLValue?, for field: FieldSchema) -> Arguments {
        oneOff.map { [("oneOff", value($0, as: field.type))] } ?? []
    }

    private static func renaming(_ old: String, _ new: String, _ model: String) -> Arguments {
        [(nil, .string(old)), ("to", .string(new)), ("on", .string(model))]
    }
}
