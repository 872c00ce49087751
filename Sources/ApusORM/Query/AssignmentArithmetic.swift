// Arithmetic on the columns of an update, which could as well be read as values there: the
// operators are spelled out for each type, since the compiler takes a concrete operator on plain
// values over a generic one on expressions, and would then say that values can't be read.

extension Expression {
    fileprivate func combined(_ operation: String, _ right: some Expressible<Value>) -> Expression {
        Expression(.binary(node, operation, right.node))
    }
}

extension Expression where Value: FieldValue {
    fileprivate func combined(_ operation: String, _ right: Value) -> Expression {
        Expression(.binary(node, operation, .value(right.sqlValue)))
    }
}

// MARK: Int

/// Adds in the database, row by row: no update is lost between two requests.
public func += (left: inout Expression<Int>, right: Int) {
    left = left.combined("+", right)
}

/// Adds in the database, row by row.
public func += (left: inout Expression<Int>, right: Expression<Int>) {
    left = left.combined("+", right)
}

/// Adds in the database, row by row.
public func + (left: Expression<Int>, right: Int) -> Expression<Int> {
    left.combined("+", right)
}

/// Adds in the database, row by row.
public func + (left: Expression<Int>, right: Expression<Int>) -> Expression<Int> {
    left.combined("+", right)
}

/// Subtracts in the database, row by row: no update is lost between two requests.
public func -= (left: inout Expression<Int>, right: Int) {
    left = left.combined("-", right)
}

/// Subtracts in the database, row by row.
public func -= (left: inout Expression<Int>, right: Expression<Int>) {
    left = left.combined("-", right)
}

/// Subtracts in the database, row by row.
public func - (left: Expression<Int>, right: Int) -> Expression<Int> {
    left.combined("-", right)
}

/// Subtracts in the database, row by row.
public func - (left: Expression<Int>, right: Expression<Int>) -> Expression<Int> {
    left.combined("-", right)
}

/// Multiplies in the database, row by row: no update is lost between two requests.
public func *= (left: inout Expression<Int>, right: Int) {
    left = left.combined("*", right)
}

/// Multiplies in the database, row by row.
public func *= (left: inout Expression<Int>, right: Expression<Int>) {
    left = left.combined("*", right)
}

/// Multiplies in the database, row by row.
public func * (left: Expression<Int>, right: Int) -> Expression<Int> {
    left.combined("*", right)
}

/// Multiplies in the database, row by row.
public func * (left: Expression<Int>, right: Expression<Int>) -> Expression<Int> {
    left.combined("*", right)
}

/// Divides in the database, row by row: no update is lost between two requests.
public func /= (left: inout Expression<Int>, right: Int) {
    left = left.combined("/", right)
}

/// Divides in the database, row by row.
public func /= (left: inout Expression<Int>, right: Expression<Int>) {
    left = left.combined("/", right)
}

/// Divides in the database, row by row.
public func / (left: Expression<Int>, right: Int) -> Expression<Int> {
    left.combined("/", right)
}

/// Divides in the database, row by row.
public func / (left: Expression<Int>, right: Expression<Int>) -> Expression<Int> {
    left.combined("/", right)
}

// MARK: Int64

/// Adds in the database, row by row: no update is lost between two requests.
public func += (left: inout Expression<Int64>, right: Int64) {
    left = left.combined("+", right)
}

/// Adds in the database, row by row.
public func += (left: inout Expression<Int64>, right: Expression<Int64>) {
    left = left.combined("+", right)
}

/// Adds in the database, row by row.
public func + (left: Expression<Int64>, right: Int64) -> Expression<Int64> {
    left.combined("+", right)
}

/// Adds in the database, row by row.
public func + (left: Expression<Int64>, right: Expression<Int64>) -> Expression<Int64> {
    left.combined("+", right)
}

/// Subtracts in the database, row by row: no update is lost between two requests.
public func -= (left: inout Expression<Int64>, right: Int64) {
    left = left.combined("-", right)
}

/// Subtracts in the database, row by row.
public func -= (left: inout Expression<Int64>, right: Expression<Int64>) {
    left = left.combined("-", right)
}

/// Subtracts in the database, row by row.
public func - (left: Expression<Int64>, right: Int64) -> Expression<Int64> {
    left.combined("-", right)
}

/// Subtracts in the database, row by row.
public func - (left: Expression<Int64>, right: Expression<Int64>) -> Expression<Int64> {
    left.combined("-", right)
}

/// Multiplies in the database, row by row: no update is lost between two requests.
public func *= (left: inout Expression<Int64>, right: Int64) {
    left = left.combined("*", right)
}

/// Multiplies in the database, row by row.
public func *= (left: inout Expression<Int64>, right: Expression<Int64>) {
    left = left.combined("*", right)
}

/// Multiplies in the database, row by row.
public func * (left: Expression<Int64>, right: Int64) -> Expression<Int64> {
    left.combined("*", right)
}

/// Multiplies in the database, row by row.
public func * (left: Expression<Int64>, right: Expression<Int64>) -> Expression<Int64> {
    left.combined("*", right)
}

/// Divides in the database, row by row: no update is lost between two requests.
public func /= (left: inout Expression<Int64>, right: Int64) {
    left = left.combined("/", right)
}

/// Divides in the database, row by row.
public func /= (left: inout Expression<Int64>, right: Expression<Int64>) {
    left = left.combined("/", right)
}

/// Divides in the database, row by row.
public func / (left: Expression<Int64>, right: Int64) -> Expression<Int64> {
    left.combined("/", right)
}

/// Divides in the database, row by row.
public func / (left: Expression<Int64>, right: Expression<Int64>) -> Expression<Int64> {
    left.combined("/", right)
}

// MARK: Double

/// Adds in the database, row by row: no update is lost between two requests.
public func += (left: inout Expression<Double>, right: Double) {
    left = left.combined("+", right)
}

/// Adds in the database, row by row.
public func += (left: inout Expression<Double>, right: Expression<Double>) {
    left = left.combined("+", right)
}

/// Adds in the database, row by row.
public func + (left: Expression<Double>, right: Double) -> Expression<Double> {
    left.combined("+", right)
}

/// Adds in the database, row by row.
public func + (left: Expression<Double>, right: Expression<Double>) -> Expression<Double> {
    left.combined("+", right)
}

/// Subtracts in the database, row by row: no update is lost between two requests.
public func -= (left: inout Expression<Double>, right: Double) {
    left = left.combined("-", right)
}

/// Subtracts in the database, row by row.
public func -= (left: inout Expression<Double>, right: Expression<Double>) {
    left = left.combined("-", right)
}

/// Subtracts in the database, row by row.
public func - (left: Expression<Double>, right: Double) -> Expression<Double> {
    left.combined("-", right)
}

/// Subtracts in the database, row by row.
public func - (left: Expression<Double>, right: Expression<Double>) -> Expression<Double> {
    left.combined("-", right)
}

/// Multiplies in the database, row by row: no update is lost between two requests.
public func *= (left: inout Expression<Double>, right: Double) {
    left = left.combined("*", right)
}

/// Multiplies in the database, row by row.
public func *= (left: inout Expression<Double>, right: Expression<Double>) {
    left = left.combined("*", right)
}

/// Multiplies in the database, row by row.
public func * (left: Expression<Double>, right: Double) -> Expression<Double> {
    left.combined("*", right)
}

/// Multiplies in the database, row by row.
public func * (left: Expression<Double>, right: Expression<Double>) -> Expression<Double> {
    left.combined("*", right)
}

/// Divides in the database, row by row: no update is lost between two requests.
public func /= (left: inout Expression<Double>, right: Double) {
    left = left.combined("/", right)
}

/// Divides in the database, row by row.
public func /= (left: inout Expression<Double>, right: Expression<Double>) {
    left = left.combined("/", right)
}

/// Divides in the database, row by row.
public func / (left: Expression<Double>, right: Double) -> Expression<Double> {
    left.combined("/", right)
}

/// Divides in the database, row by row.
public func / (left: Expression<Double>, right: Expression<Double>) -> Expression<Double> {
    left.combined("/", right)
}
