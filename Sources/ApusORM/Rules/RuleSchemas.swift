import Synchronization

/// A model's rules as its schema has them. They speak of the model's columns, and so are written when
/// the table is there: once, when first asked for.
final class RuleSchemas: Sendable {
    private let model: any ModelRules.Type
    private let known = Mutex<ModelSchema?>(nil)

    init(_ model: any ModelRules.Type) { self.model = model }

    /// `declared` with the rules.
    func schema(from declared: ModelSchema) -> ModelSchema {
        if let schema = known.withLock({ $0 }) { return schema }
        let schema = model.adding(to: declared)
        known.withLock { $0 = schema }
        return schema
    }
}

extension ModelRules {
    fileprivate static func adding(to declared: ModelSchema) -> ModelSchema {
        var schema = declared
        let compiler = RuleCompiler<Self>()
        for rule in rules { rule.add(&schema, compiler) }
        schema.problems = compiler.problems
        return schema
    }
}
