public import ApusValues

/// The row of `Element` that points at one row with a `OneToOne`, if there is one.
///
///     @Reverse(\Restaurant.place) var restaurant: RelatedOne<Restaurant>
///
///     let restaurant = try place.restaurant.get()      // throws NotFound where there is none
///     if let restaurant = try place.restaurant.first() { … }
public struct RelatedOne<Element: Model>: Queryable {
    private let rows: Related<Element>
    private let owner: ModelName

    /// The row that points at `owner` with the key `key`.
    public init<Owner: Model, Key: RelationColumn>(
        to owner: Owner, by key: KeyPath<Element.Columns, Key>
    ) where Key.Target == Owner {
        rows = Related(to: owner, by: key)
        self.owner = Owner.modelName
    }

    /// The row as a query of one row or none.
    public var querySet: QuerySet<Element> { rows.querySet }

    /// The row that points here. Throws `NotFound` where there is none. Where the owner came from
    /// a query with others, this reads the rows of all of them, once.
    public func get() throws -> Element {
        if let row = try first() { return row }
        throw NotFound(
            Element.modelName,
            because: "\(owner.model) has no \(Element.modelName.model.lowercased()).")
    }

    /// The row that points here; nil where there is none.
    public func first() throws -> Element? { try rows.all().first }

    /// Whether there is such a row.
    public func exists() throws -> Bool { try first() != nil }

    /// The row as templates see it; nil where there is none.
    public func dynamicRows() throws -> DynamicValue { try first().map(\.dynamicValue) ?? .null }
}
