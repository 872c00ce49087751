public import ApusORM

extension Model {
    /// The row with the key `id`. Where there is none, the request is answered with 404.
    public static func getOr404(_ id: Int) throws -> Self where ID == Key<Self> {
        try getOr404(Key(id))
    }

    /// The row with the key `id`. Where there is none, the request is answered with 404.
    public static func getOr404(_ id: ID) throws -> Self {
        try orNotFound { try get(id) }
    }

    /// The only row that meets the condition. Where there is none, the request is answered with
    /// 404.
    public static func getOr404(_ condition: (Columns) -> Condition) throws -> Self {
        try query.getOr404(condition)
    }
}

extension Queryable {
    /// The row with the key `id` among these. Where there is none, the request is answered with
    /// 404.
    public func getOr404(_ id: Int) throws -> Element where Element.ID == Key<Element> {
        try getOr404(Key(id))
    }

    /// The row with the key `id` among these. Where there is none, the request is answered with
    /// 404.
    public func getOr404(_ id: Element.ID) throws -> Element {
        guard let row = try inBulk([id])[id] else { throw notFound(Element.self) }
        return row
    }

    /// The only one of these rows that meets the condition. Where there is none, the request is
    /// answered with 404.
    public func getOr404(_ condition: (Element.Columns) -> Condition) throws -> Element {
        try orNotFound { try get(condition) }
    }
}

private func orNotFound<Row: Model>(_ body: () throws -> Row) throws -> Row {
    do {
        return try body()
    } catch is NotFound {
        throw notFound(Row.self)
    }
}

private func notFound<Row: Model>(_ type: Row.Type) -> HTTPError {
    .notFound("No \(type.modelName.model) matches the given query.")
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
