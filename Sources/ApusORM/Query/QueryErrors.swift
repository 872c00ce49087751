/// No row matches: what `get` throws, and what a foreign key to a row that is gone throws.
public struct NotFound: Error, Sendable, CustomStringConvertible {
    /// The model whose row was looked for.
    public let model: ModelName
    /// What was looked for.
    public let lookup: String

    private var reason: String?

    init(_ model: ModelName, _ lookup: String) {
        self.model = model
        self.lookup = lookup
    }

    /// Nothing to be found, for a reason that people read.
    init(_ model: ModelName, because reason: String) {
        self.init(model, "")
        self.reason = reason
    }

    /// The text that people read.
    public var description: String {
        if let reason { return reason }
        return "\(model.model) matching query does not exist"
            + (lookup.isEmpty ? "." : " (\(lookup)).")
    }
}

/// Several rows match where `get` wants one.
public struct MultipleFound: Error, Sendable, CustomStringConvertible {
    /// The model whose row was looked for.
    public let model: ModelName
    /// How many there are; `get` counts to 21.
    public let count: Int

    /// The text that people read.
    public var description: String {
        "get() returned more than one \(model.model) -- it returned "
            + (count > 20 ? "more than 20!" : "\(count)!")
    }
}
