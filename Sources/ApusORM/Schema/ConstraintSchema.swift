/// A named rule that every row of a table keeps.
public struct ConstraintSchema: Hashable, Sendable {
    /// What the rule demands.
    public enum Rule: Hashable, Sendable {
        /// No two rows have the same values in these fields (property names); with a condition
        /// in SQL, no two of the rows that meet it.
        case unique(fields: [String], condition: String?)
        /// Each row meets this SQL condition.
        case check(String)
    }

    /// The constraint's name in the database.
    public var name: String
    /// What it demands.
    public var rule: Rule
    /// What validation says when a row breaks it, where that is not the default text.
    public var violationMessage: String?

    /// A constraint from its parts.
    public init(_ name: String, _ rule: Rule, violationMessage: String? = nil) {
        self.name = name
        self.rule = rule
        self.violationMessage = violationMessage
    }

    /// No two rows have the same values in `fields`; with `condition` (SQL), no two that meet it.
    public static func unique(
        _ name: String, fields: [String], condition: String? = nil, violationMessage: String? = nil
    ) -> ConstraintSchema {
        ConstraintSchema(
            name, .unique(fields: fields, condition: condition), violationMessage: violationMessage)
    }

    /// Each row meets the SQL `condition`.
    public static func check(
        _ name: String, _ condition: String, violationMessage: String? = nil
    ) -> ConstraintSchema {
        ConstraintSchema(name, .check(condition), violationMessage: violationMessage)
    }
}
