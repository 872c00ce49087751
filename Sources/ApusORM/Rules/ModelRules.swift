/// What the rows of a model's table keep to, and the indexes that find them, said as queries say
/// it. Conform a model to it and list them; migrations write them as SQL.
///
///     extension Ware: ModelRules {
///         static var rules: [Rule<Ware>] {
///             Check("price_positive") { $0.price > 0 }
///             Unique("one_offer", \.shop, where: { $0.offered == true })
///             Index("by_lower_name") { $0.name.lowercased() }
///         }
///     }
///
/// A rule is about one row: it can't look at related ones, or at other tables. `manage check` says
/// so, and no migration is made.
public protocol ModelRules: Model {
    /// The rules and indexes.
    @RuleBuilder<Self> static var rules: [Rule<Self>] { get }
}

/// A condition that every row meets: the database refuses others, and so does `validate()`.
public struct Check<Owner: Model>: Sendable {
    let rule: Rule<Owner>

    /// A check called `name` in the database; `message` is what validation says.
    public init(
        _ name: String, message: String? = nil,
        _ condition: @escaping @Sendable (Owner.Columns) -> Condition
    ) {
        rule = Rule { schema, compiler in
            schema.constraints.append(
                .check(name, compiler.text(of: condition, in: name), violationMessage: message))
        }
    }
}

/// Fields in which no two rows have the same values.
public struct Unique<Owner: Model>: Sendable {
    let rule: Rule<Owner>

    /// A rule called `name` in the database, about the rows that meet `condition`; `message` is what
    /// validation says.
    public init<each Column: QueryColumn>(
        _ name: String, _ fields: repeat any KeyPath<Owner.Columns, each Column> & Sendable,
        where condition: (@Sendable (Owner.Columns) -> Condition)? = nil, message: String? = nil
    ) {
        let columns = { @Sendable (owner: Owner.Columns) in
            var columns: [ColumnReference] = []
            repeat columns.append(owner[keyPath: each fields].reference)
            return columns
        }
        rule = Rule { schema, compiler in
            schema.constraints.append(
                .unique(
                    name, fields: compiler.names(of: columns, in: name),
                    condition: condition.map { compiler.text(of: $0, in: name) },
                    violationMessage: message))
        }
    }
}

/// An index over fields, or over what SQL computes of them.
public struct Index<Owner: Model>: Sendable {
    let rule: Rule<Owner>

    /// An index called `name` in the database, of the rows that meet `condition`. The closure's
    /// lines are what it holds, the first the most important.
    public init(
        _ name: String, where condition: (@Sendable (Owner.Columns) -> Condition)? = nil,
        @OrderingBuilder _ terms: @escaping @Sendable (Owner.Columns) -> [Ordering]
    ) {
        rule = Rule { schema, compiler in
            var index = IndexSchema(
                name, condition: condition.map { compiler.text(of: $0, in: name) })
            compiler.add(terms, to: &index)
            schema.indexes.append(index)
        }
    }
}

/// A `Check`, a `Unique` or an `Index` of a model.
public struct Rule<Owner: Model>: Sendable {
    /// Adds the rule to the model's schema.
    let add: @Sendable (inout ModelSchema, RuleCompiler<Owner>) -> Void

    init(_ add: @escaping @Sendable (inout ModelSchema, RuleCompiler<Owner>) -> Void) {
        self.add = add
    }
}

/// Makes a list of the rules that stand below each other.
@resultBuilder
public enum RuleBuilder<Owner: Model> {
    /// A condition on every row.
    public static func buildExpression(_ check: Check<Owner>) -> [Rule<Owner>] { [check.rule] }

    /// Fields that are unique.
    public static func buildExpression(_ unique: Unique<Owner>) -> [Rule<Owner>] { [unique.rule] }

    /// An index.
    public static func buildExpression(_ index: Index<Owner>) -> [Rule<Owner>] { [index.rule] }

    /// All of them.
    public static func buildBlock(_ parts: [Rule<Owner>]...) -> [Rule<Owner>] {
        parts.flatMap(\.self)
    }
}
