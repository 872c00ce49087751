/// Values as a migration file writes them: `default: 0`, `default: "none"`, `default: true`.
extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByBooleanLiteral
{
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A floating-point number.
    public init(floatLiteral value: Double) { self = .real(value) }
    /// Text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// 1 for true, 0 for false.
    public init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
}
