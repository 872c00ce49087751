/// SQL written by hand. What is interpolated is bound, never written into the text:
///
///     try Question.raw("SELECT * FROM polls_question WHERE text = \(text)")
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    let text: String
    let bindings: [SQLValue]

    /// SQL as it stands there.
    public init(stringLiteral value: String) {
        text = value
        bindings = []
    }

    /// SQL with values.
    public init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
        bindings = stringInterpolation.bindings
    }

    /// Collects the text and what it binds.
    public struct Interpolation: StringInterpolationProtocol {
        var text = ""
        var bindings: [SQLValue] = []

        /// Starts empty.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
        }

        /// SQL as it stands there.
        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// A value: bound.
        public mutating func appendInterpolation(_ value: some FieldValue) {
            text += "?"
            bindings.append(value.sqlValue)
        }

        /// Several values, for `IN`: bound, in parentheses.
        public mutating func appendInterpolation(list values: some Sequence<some FieldValue>) {
            let values = values.map(\.sqlValue)
            text += "(" + values.map { _ in "?" }.joined(separator: ", ") + ")"
            bindings += values
        }
    }
}

extension Model {
    /// The rows that a SELECT gives, whose columns are found by their names and may be more than
    /// the model's.
    public static func raw(_ sql: SQL) throws -> [Self] {
        // With the table before it, SQLite can't take the name of a missing column for a text.
        let columns = table.fields.map { "raw.\($0.quotedName)" }.joined(separator: ", ")
        let text = "SELECT \(columns) FROM (\(try sql.single)) AS raw"
        return try Database.current.connection.run(text, sql.bindings) {
            try query.decode($0)
        }
    }
}

extension Database {
    /// The rows that a statement gives, read as tuples:
    ///
    ///     try Database.current.rows("SELECT text, votes FROM polls_choice", as: String.self, Int.self)
    public func rows<each Value: FieldValue>(
        _ sql: SQL, as types: repeat (each Value).Type
    ) throws -> [(repeat each Value)] {
        try connection.run(sql.text, sql.bindings) { statement in
            var expected = 0
            for _ in repeat each types { expected += 1 }
            let names = statement.columnNames
            guard names.count == expected else {
                throw QueryError(
                    "The statement gives \(names.count) columns, \(expected) types were named: "
                        + names.joined(separator: ", "))
            }
            var rows: [(repeat each Value)] = []
            while try statement.step() {
                var row = Row(statement, group: nil)
                rows.append((repeat try (each types).init(cellOf: &row)))
            }
            return rows
        }
    }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    public func execute(_ sql: SQL) throws -> Int {
        try connection.execute(sql.text, sql.bindings)
    }
}

extension SQL {
    /// The text without what would end it.
    fileprivate var single: String {
        get throws {
            var text = text[...]
            while let last = text.last, last.isWhitespace || last == ";" { text = text.dropLast() }
            if text.isEmpty { throw QueryError("The SQL is empty: write a SELECT.") }
            return String(text)
        }
    }
}
