public import FoundationEssentials

/// A value whose type is known only while the program runs: what a template prints, what a
/// fixture holds, what the debug pages show.
public enum DynamicValue: Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    /// Text that is already HTML: never escaped again.
    case html(String)
    case date(Date)
    case list([DynamicValue])
    case dictionary(DynamicDictionary)
    case object(any DynamicObject)
}

/// Something with named members that are read while the program runs, such as a model instance.
public protocol DynamicObject: Sendable {
    /// What printing the object shows.
    var description: String { get }

    /// The member called `name`, or nil where there is none. Throws what reading it throws: a
    /// relation that is not loaded asks the database.
    func value(ofMember name: String) throws -> DynamicValue?
}

/// A type whose values can be handed to a template.
public protocol DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    var dynamicValue: DynamicValue { get }
}
