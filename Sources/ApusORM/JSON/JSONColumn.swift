/// What a field holds as a JSON document: `JSON<…>`, `DynamicValue`, and their Optionals.
public protocol JSONStored: FieldValue {
    /// What the document holds.
    associatedtype Document
}

extension Optional: JSONStored where Wrapped: JSONStored {
    /// What the document holds.
    public typealias Document = Wrapped.Document
}

/// The column of a JSON document: a value like others', and a way to what stands in it.
///
///     Profile.filter { $0.preferences.theme == "dark" && $0.preferences.tags[0] == "a" }
@dynamicMemberLookup
public struct JSONColumn<Stored: JSONStored>: QueryColumn {
    /// The field and the way to it.
    public let reference: ColumnReference

    /// The column of a field.
    public init(_ reference: ColumnReference) { self.reference = reference }

    /// A part of the document.
    public subscript<Part>(dynamicMember path: KeyPath<Stored.Document, Part>) -> JSONPath<Part>
    where Stored.Document: Decodable {
        root[dynamicMember: path]
    }

    /// A part of the document that may be missing.
    public subscript<Part>(dynamicMember path: KeyPath<Stored.Document, Part?>) -> JSONPath<Part>
    where Stored.Document: Decodable {
        root[dynamicMember: path]
    }
}

extension JSONColumn: Expressible {
    /// The document.
    public var expression: Expression<Stored> { Expression(.column(reference)) }
}

extension JSONColumn: JSONLocation {
    /// The document.
    public var root: JSONPath<Stored.Document> { JSONPath(.column(reference), []) }
}
