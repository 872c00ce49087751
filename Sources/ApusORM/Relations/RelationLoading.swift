import Synchronization

/// Whether relations may be loaded when they are first read. They are by default, for all rows of
/// the same query at once; where loading is strict, reading one that isn't loaded throws
/// `RelationNotLoaded`: a query has to say what it needs, by `selectRelated` or `prefetch`.
///
/// A query asks for it with `strict()`; a process, or a stretch of a test, here.
public enum RelationLoading {
    private static let processIsStrict = Atomic<Bool>(false)
    @TaskLocal private static var scopeIsStrict = false

    /// Whether loading is strict for this process, or around the caller.
    public static var isStrict: Bool {
        get { processIsStrict.load(ordering: .relaxed) || scopeIsStrict }
        set { processIsStrict.store(newValue, ordering: .relaxed) }
    }

    /// Runs `body` with strict loading.
    public static func strict<Result>(_ body: () throws -> Result) rethrows -> Result {
        try $scopeIsStrict.withValue(true) { try body() }
    }
}

/// A relation was read that isn't loaded, where loading is strict.
public struct RelationNotLoaded: Error, Hashable, Sendable, CustomStringConvertible {
    /// The model whose rows aren't loaded.
    public let model: ModelName
    /// What leads to them: `Choice.question`.
    public let relation: String

    /// The text that people read.
    public var description: String {
        "The rows of \(model.model) that '\(relation)' leads to are not loaded, and loading is "
            + "strict: name the relation in the query's selectRelated or prefetch."
    }
}

extension Queryable {
    /// The same rows, whose relations must be loaded by the query: reading one that `selectRelated`
    /// or `prefetch` didn't name throws `RelationNotLoaded`.
    public func strict() -> QuerySet<Element> {
        var copy = changing { _ in }
        copy.isStrict = true
        return copy
    }
}
