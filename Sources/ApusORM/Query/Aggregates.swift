extension Expressible where Value: FieldValue {
    /// How many rows have a value.
    public var count: Expression<Int> {
        Expression(.aggregate("COUNT", node, distinct: false, filter: nil))
    }

    /// How many different values the rows have.
    public var countDistinct: Expression<Int> {
        Expression(.aggregate("COUNT", node, distinct: true, filter: nil))
    }

    /// The smallest value; nil where no row has one.
    public var min: Expression<Value?> {
        Expression(.aggregate("MIN", node, distinct: false, filter: nil))
    }

    /// The greatest value; nil where no row has one.
    public var max: Expression<Value?> {
        Expression(.aggregate("MAX", node, distinct: false, filter: nil))
    }
}

extension Expressible where Value: ArithmeticValue {
    /// The sum; nil where no row has a value.
    public var sum: Expression<Value?> {
        Expression(.aggregate("SUM", node, distinct: false, filter: nil))
    }

    /// The mean; nil where no row has a value.
    public var average: Expression<Double?> {
        Expression(.aggregate("AVG", node, distinct: false, filter: nil))
    }
}
