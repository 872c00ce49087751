public import FoundationEssentials

// What AssignmentArithmetic.swift has for the other numbers, for amounts of money: there is said
// why each type is spelled out.

/// Adds in the database, row by row: no update is lost between two requests.
public func += (left: inout Expression<Decimal>, right: Decimal) {
    left = left + right
}

/// Adds in the database, row by row.
@_disfavoredOverload
public func += (left: inout Expression<Decimal>, right: Expression<Decimal>) {
    left = left + right
}

/// Adds in the database, row by row.
public func + (left: Expression<Decimal>, right: Decimal) -> Expression<Decimal> {
    Expression(.binary(left.node, "+", .value(right.sqlValue)))
}

/// Adds in the database, row by row.
@_disfavoredOverload
public func + (left: Expression<Decimal>, right: Expression<Decimal>) -> Expression<Decimal> {
    Expression(.binary(left.node, "+", right.node))
}

/// Subtracts in the database, row by row: no update is lost between two requests.
public func -= (left: inout Expression<Decimal>, right: Decimal) {
    left = left - right
}

/// Subtracts in the database, row by row.
@_disfavoredOverload
public func -= (left: inout Expression<Decimal>, right: Expression<Decimal>) {
    left = left - right
}

/// Subtracts in the database, row by row.
public func - (left: Expression<Decimal>, right: Decimal) -> Expression<Decimal> {
    Expression(.binary(left.node, "-", .value(right.sqlValue)))
}

/// Subtracts in the database, row by row.
@_disfavoredOverload
public func - (left: Expression<Decimal>, right: Expression<Decimal>) -> Expression<Decimal> {
    Expression(.binary(left.node, "-", right.node))
}

/// Multiplies in the database, row by row: no update is lost between two requests.
public func *= (left: inout Expression<Decimal>, right: Decimal) {
    left = left * right
}

/// Multiplies in the database, row by row.
@_disfavoredOverload
public func *= (left: inout Expression<Decimal>, right: Expression<Decimal>) {
    left = left * right
}

/// Multiplies in the database, row by row.
public func * (left: Expression<Decimal>, right: Decimal) -> Expression<Decimal> {
    Expression(.binary(left.node, "*", .value(right.sqlValue)))
}

/// Multiplies in the database, row by row.
@_disfavoredOverload
public func * (left: Expression<Decimal>, right: Expression<Decimal>) -> Expression<Decimal> {
    Expression(.binary(left.node, "*", right.node))
}

/// Divides in the database, row by row: no update is lost between two requests.
public func /= (left: inout Expression<Decimal>, right: Decimal) {
    left = left / right
}

/// Divides in the database, row by row.
@_disfavoredOverload
public func /= (left: inout Expression<Decimal>, right: Expression<Decimal>) {
    left = left / right
}

/// Divides in the database, row by row.
public func / (left: Expression<Decimal>, right: Decimal) -> Expression<Decimal> {
    Expression(.binary(left.node, "/", .value(right.sqlValue)))
}

/// Divides in the database, row by row.
@_disfavoredOverload
public func / (left: Expression<Decimal>, right: Expression<Decimal>) -> Expression<Decimal> {
    Expression(.binary(left.node, "/", right.node))
}
