extension DynamicValue {
    /// Whether a condition takes the value for true: empty texts and collections, zero, nothing
    /// and false are not.
    public var isTrue: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .int(let number): number != 0
        case .double(let number): number != 0
        case .decimal(let number): !number.isZero
        case .string(let text), .html(let text): !text.isEmpty
        case .bytes(let bytes): !bytes.isEmpty
        case .duration(let duration): duration != .zero
        case .list(let values): !values.isEmpty
        case .dictionary(let dictionary): !dictionary.isEmpty
        case .object(let object): object.isTrue
        case .date, .day, .time, .dateTime: true
        }
    }

    /// Whether it is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
