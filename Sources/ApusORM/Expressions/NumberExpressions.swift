extension Expressible where Value: ArithmeticValue {
    private func same(_ name: String, _ arguments: Node...) -> Expression<Value> {
        Expression(.function(name, [node] + arguments))
    }

    /// Without its sign.
    public var magnitude: Expression<Value> { same("Abs") }

    /// Rounded to the nearest number with so many places, which can't be less than none.
    public func rounded(_ places: Int = 0) -> Expression<Value> {
        if places < 0 { return Expression(.condition(.invalid(.negativePrecision))) }
        return same("Round", .value(.integer(Int64(places))))
    }

    /// The nearest whole number that is not less.
    public var ceiling: Expression<Value> { same("Ceil") }

    /// The nearest whole number that is not greater.
    public var floor: Expression<Value> { same("Floor") }

    /// The square root; NULL of what has none.
    public var squareRoot: Expression<Double?> { Expression(.function("Sqrt", [node])) }

    /// To the power of `exponent`.
    public func power(_ exponent: Double) -> Expression<Double?> {
        Expression(.function("Power", [node, .value(.real(exponent))]))
    }

    /// The natural logarithm; NULL of what has none.
    public var naturalLogarithm: Expression<Double?> { Expression(.function("Ln", [node])) }

    /// The logarithm to a base; NULL of what has none.
    public func logarithm(base: Double) -> Expression<Double?> {
        Expression(.function("Log", [.value(.real(base)), node]))
    }

    /// e to the power of the number.
    public var exponential: Expression<Double?> { Expression(.function("Exp", [node])) }

    /// A function of Django's list of mathematics by its name (`Sin`, `Radians`, …).
    public func mathematics(_ function: MathFunction) -> Expression<Double?> {
        Expression(.function(function.rawValue, [node]))
    }
}

/// Functions of angles.
public enum MathFunction: String, Hashable, Sendable {
    case sine = "Sin"
    case cosine = "Cos"
    case tangent = "Tan"
    case cotangent = "Cot"
    case arcSine = "ASin"
    case arcCosine = "ACos"
    case arcTangent = "ATan"
    case degrees = "Degrees"
    case radians = "Radians"
}

extension QueryError {
    /// What rounding to tens is told: SQLite would round to whole numbers instead.
    static var negativePrecision: QueryError {
        QueryError("SQLite does not support negative precision.")
    }
}
