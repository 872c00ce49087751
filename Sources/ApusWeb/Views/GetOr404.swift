public import ApusORM

extension Model {
    /// The row with the key `id`. Where there is none, the request is answered with 404.
    public static func getOr404(_ id: Int) throws -> Self { try getOr404(Key(id)) }

    /// The row with the key `id`. Where there is none, the request is answered with 404.
    public static func getOr404(_ id: Key<Self>) throws -> Self {
        do {
            return try get(id)
        } catch is NotFound {
            throw HTTPError.notFound("No \(modelName.model) matches the given query.")
        }
    }
}

extension Key: PathParameter {
    /// What `<int:…>` makes.
    public static var pathValueKind: PathValue.Kind { .int }

    /// The key with the path's number.
    public init?(pathValue: PathValue) {
        guard case .int(let number) = pathValue else { return nil }
        self.init(number)
    }
}
