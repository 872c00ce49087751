/// Something with named members that are read while the program runs, such as a model instance.
public protocol DynamicObject: Sendable {
    /// What printing the object shows.
    var description: String { get }

    /// What printing the object shows where it is HTML already, as a form or a widget is; nil
    /// where `description` is plain text.
    var html: String? { get }

    /// What `{% if object %}` asks.
    var isTrue: Bool { get }

    /// The member called `name`, or nil where there is none. Throws what reading it throws: a
    /// relation that is not loaded asks the database.
    func value(ofMember name: String) throws -> DynamicValue?

    /// What `{% for %}` goes through, or nil where the object is not a collection.
    func elements() throws -> [DynamicValue]?

    /// Whether both stand for the same thing, as two instances of the same row do.
    func isSame(as other: any DynamicObject) -> Bool
}

extension DynamicObject {
    /// Nil: `description` is plain text.
    public var html: String? { nil }

    /// True, whatever the object holds.
    public var isTrue: Bool { true }

    /// Nil: the object is no collection.
    public func elements() throws -> [DynamicValue]? { nil }

    /// Objects of one type are the same when their `id`s are equal, or, where they have none,
    /// when they print the same.
    public func isSame(as other: any DynamicObject) -> Bool {
        guard type(of: self) == type(of: other) else { return false }
        guard let own = try? value(ofMember: "id"), let others = try? other.value(ofMember: "id")
        else { return description == other.description }
        return own.isEqual(to: others)
    }
}

/// A type whose values can be handed to a template.
public protocol DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    var dynamicValue: DynamicValue { get }

    /// Each of `list` as a `DynamicValue`. A requirement, so that the loop over a type's values is
    /// compiled for the type; its default does what there is to do.
    static func dynamicValues(of list: [Self]) -> [DynamicValue]
}

extension DynamicValueConvertible {
    /// Each of `list` as a `DynamicValue`.
    @inlinable
    public static func dynamicValues(of list: [Self]) -> [DynamicValue] {
        var values: [DynamicValue] = []
        values.reserveCapacity(list.count)
        for element in list { values.append(element.dynamicValue) }
        return values
    }
}
