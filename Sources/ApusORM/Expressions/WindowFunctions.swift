/// A function of the rows around a row, which is a value once `over` says which rows these are.
public struct WindowFunction<Value: FieldValue>: Sendable {
    let node: Node

    /// The value, over the rows with the same `partition`, in an order.
    public func over<each Part: Expressible>(
        by partition: repeat each Part, order: Ordering..., frame: FrameExtent? = nil
    ) -> Expression<Value> {
        var parts: [Node] = []
        repeat parts.append((each partition).node)
        return Expression(
            .window(node, WindowFrame(partition: parts, order: order, extent: frame?.sql)))
    }
}

extension Expression where Value: FieldValue {
    /// An aggregate over the rows around each row: those with the same `partition`; with an order
    /// those up to the row, or those of a frame.
    ///
    ///     Choice.annotate { $0.votes.sum.over(by: $0.question, order: $0.id.ascending) }
    public func over<each Part: Expressible>(
        by partition: repeat each Part, order: Ordering..., frame: FrameExtent? = nil
    ) -> Expression<Value> {
        var parts: [Node] = []
        repeat parts.append((each partition).node)
        return Expression(
            .window(node, WindowFrame(partition: parts, order: order, extent: frame?.sql)))
    }
}

/// The place of the row, from 1.
public func rowNumber() -> WindowFunction<Int> { WindowFunction(node: .function("RowNumber", [])) }

/// The place of the row, the same for equal rows, with gaps behind them.
public func rank() -> WindowFunction<Int> { WindowFunction(node: .function("Rank", [])) }

/// The place of the row, the same for equal rows, without gaps.
public func denseRank() -> WindowFunction<Int> { WindowFunction(node: .function("DenseRank", [])) }

/// The rank as a fraction from 0 to 1.
public func percentRank() -> WindowFunction<Double> {
    WindowFunction(node: .function("PercentRank", []))
}

/// Which fraction of the rows comes up to this one.
public func cumulativeDistribution() -> WindowFunction<Double> {
    WindowFunction(node: .function("CumeDist", []))
}

/// Which of `count` buckets of equal size the row is in, from 1.
public func ntile(_ count: Int) -> WindowFunction<Int> {
    WindowFunction(node: .function("Ntile", [.value(.integer(Int64(max(1, count))))]))
}

extension Expressible where Value: FieldValue {
    private func window(_ name: String, _ number: Int? = nil) -> WindowFunction<Value?> {
        WindowFunction(
            node: .function(name, [node] + (number.map { [.value(.integer(Int64($0)))] } ?? [])))
    }

    /// The value of the row `count` rows before.
    public func lag(_ count: Int = 1) -> WindowFunction<Value?> { window("Lag", count) }

    /// The value of the row `count` rows after.
    public func lead(_ count: Int = 1) -> WindowFunction<Value?> { window("Lead", count) }

    /// The value of the frame's first row.
    public var firstValue: WindowFunction<Value?> { window("FirstValue") }

    /// The value of the frame's last row.
    public var lastValue: WindowFunction<Value?> { window("LastValue") }

    /// The value of the frame's row at the place `place`, from 1.
    public func nthValue(_ place: Int) -> WindowFunction<Value?> {
        window("NthValue", Swift.max(1, place))
    }
}
