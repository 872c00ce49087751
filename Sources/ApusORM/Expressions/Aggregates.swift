extension Expressible {
    private func aggregate<Result>(
        _ name: String, distinct: Bool = false, where condition: Condition? = nil
    ) -> Expression<Result> {
        Expression(.aggregate(name, [node], distinct: distinct, filter: condition?.node))
    }
}

extension Expressible where Value: FieldValue {
    /// How many rows have a value.
    public var count: Expression<Int> { aggregate("COUNT") }

    /// How many of the rows that meet a condition have a value.
    public func count(where condition: Condition) -> Expression<Int> {
        aggregate("COUNT", where: condition)
    }

    /// How many different values the rows have.
    public var countDistinct: Expression<Int> { aggregate("COUNT", distinct: true) }

    /// The smallest value; nil where no row has one.
    public var min: Expression<Value?> { aggregate("MIN") }

    /// The smallest value of the rows that meet a condition.
    public func min(where condition: Condition) -> Expression<Value?> {
        aggregate("MIN", where: condition)
    }

    /// The greatest value; nil where no row has one.
    public var max: Expression<Value?> { aggregate("MAX") }

    /// The greatest value of the rows that meet a condition.
    public func max(where condition: Condition) -> Expression<Value?> {
        aggregate("MAX", where: condition)
    }
}

extension Expressible where Value: ArithmeticValue {
    /// The sum; nil where no row has a value.
    public var sum: Expression<Value?> { aggregate("SUM") }

    /// The sum over the rows that meet a condition; nil where none of them has a value.
    public func sum(where condition: Condition) -> Expression<Value?> {
        aggregate("SUM", where: condition)
    }

    /// The mean; nil where no row has a value.
    public var average: Expression<Double?> { aggregate("AVG") }

    /// The mean over the rows that meet a condition; nil where none of them has a value.
    public func average(where condition: Condition) -> Expression<Double?> {
        aggregate("AVG", where: condition)
    }

    /// The standard deviation of all the values; nil where no row has one.
    public var standardDeviation: Expression<Double?> { aggregate("STDDEV_POP") }

    /// The variance of all the values; nil where no row has one.
    public var variance: Expression<Double?> { aggregate("VAR_POP") }

    /// The standard deviation, the rows being a sample of more; nil where fewer than two have a
    /// value.
    public var sampleDeviation: Expression<Double?> { aggregate("STDDEV_SAMP") }

    /// The variance, the rows being a sample of more; nil where fewer than two have a value.
    public var sampleVariance: Expression<Double?> { aggregate("VAR_SAMP") }
}

extension ModelColumns {
    /// How many rows there are: of the query's own model, or of the related one.
    public var count: Expression<Int> {
        Expression(.aggregate("COUNT", [keyNode], distinct: false, filter: nil))
    }

    /// How many rows meet a condition.
    public func count(where condition: Condition) -> Expression<Int> {
        Expression(.aggregate("COUNT", [keyNode], distinct: false, filter: condition.node))
    }

    /// How many different rows there are: relations to many give a row several times.
    public var countDistinct: Expression<Int> {
        Expression(.aggregate("COUNT", [keyNode], distinct: true, filter: nil))
    }
}
