/// Something that has a value for each row: a column, or what is computed of columns.
public protocol Expressible<Value>: Sendable {
    /// What each row has.
    associatedtype Value

    /// This as an expression.
    var expression: Expression<Value> { get }
}

/// What is computed for each row by the database: `$0.votes + 1`.
public struct Expression<Value>: Expressible, Sendable {
    let node: Node

    init(_ node: Node) { self.node = node }

    /// The expression itself.
    public var expression: Expression<Value> { self }
}

extension Expression where Value: FieldValue {
    /// A constant.
    public init(_ value: Value) { node = .value(value.sqlValue) }
}

extension Column: Expressible {
    /// The column's value.
    public var expression: Expression<Value> { Expression(.column(reference)) }
}

extension ForeignKeyColumn: Expressible {
    /// The key.
    public var expression: Expression<ForeignKey<Target>> { Expression(.column(reference)) }
}

extension OptionalForeignKeyColumn: Expressible {
    /// The key.
    public var expression: Expression<ForeignKey<Target>?> { Expression(.column(reference)) }
}

extension Expressible {
    var node: Node { expression.node }

    /// The same, read as an Optional: for columns that an outer join can leave without a value.
    public var optional: Expression<Value?> { Expression<Value?>(node) }
}

/// A type that SQL can calculate with.
public protocol ArithmeticValue: FieldValue {}

extension Int: ArithmeticValue {}
extension Int16: ArithmeticValue {}
extension Int32: ArithmeticValue {}
extension Int64: ArithmeticValue {}
extension Double: ArithmeticValue {}
extension Optional: ArithmeticValue where Wrapped: ArithmeticValue {}

extension Expressible where Value: ArithmeticValue {
    /// The sum, computed by the database.
    public static func + (left: Self, right: Value) -> Expression<Value> {
        Expression(.binary(left.node, "+", .value(right.sqlValue)))
    }

    /// The sum, computed by the database.
    public static func + (left: Self, right: some Expressible<Value>) -> Expression<Value> {
        Expression(.binary(left.node, "+", right.node))
    }

    /// The difference, computed by the database.
    public static func - (left: Self, right: Value) -> Expression<Value> {
        Expression(.binary(left.node, "-", .value(right.sqlValue)))
    }

    /// The difference, computed by the database.
    public static func - (left: Self, right: some Expressible<Value>) -> Expression<Value> {
        Expression(.binary(left.node, "-", right.node))
    }

    /// The product, computed by the database.
    public static func * (left: Self, right: Value) -> Expression<Value> {
        Expression(.binary(left.node, "*", .value(right.sqlValue)))
    }

    /// The product, computed by the database.
    public static func * (left: Self, right: some Expressible<Value>) -> Expression<Value> {
        Expression(.binary(left.node, "*", right.node))
    }

    /// The quotient, computed by the database: that of integers is an integer.
    public static func / (left: Self, right: Value) -> Expression<Value> {
        Expression(.binary(left.node, "/", .value(right.sqlValue)))
    }

    /// The quotient, computed by the database: that of integers is an integer.
    public static func / (left: Self, right: some Expressible<Value>) -> Expression<Value> {
        Expression(.binary(left.node, "/", right.node))
    }

    /// The remainder, computed by the database.
    public static func % (left: Self, right: Value) -> Expression<Value> {
        Expression(.binary(left.node, "%", .value(right.sqlValue)))
    }
}

extension Expressible {
    /// The same, read as a value that is always there: a NULL throws.
    public func unwrapped<Wrapped>() -> Expression<Wrapped> where Value == Wrapped? {
        Expression<Wrapped>(node)
    }
}
