public import FoundationEssentials

/// A type that a view can take from the path: `Int`, `String`, `UUID`, a model's key, an enum of
/// strings, or the value of a custom converter.
public protocol PathParameter: Sendable {
    /// What the route's converter must make for this type.
    static var pathValueKind: PathValue.Kind { get }

    /// The parameter for `pathValue`, or nil where it stands for none: the answer is then 404.
    init?(pathValue: PathValue)
}

extension PathParameter {
    /// What the converter must make.
    public static var pathValueKind: PathValue.Kind { .custom(String(reflecting: Self.self)) }

    /// The parameter for a path's value, or nil where it stands for none.
    public init?(pathValue: PathValue) {
        guard case .custom(let value) = pathValue, let value = value as? Self else { return nil }
        self = value
    }
}

extension PathParameter where Self: RawRepresentable, RawValue == String {
    /// What the converter must make.
    public static var pathValueKind: PathValue.Kind { .text }

    /// The parameter for a path's value, or nil where it stands for none.
    public init?(pathValue: PathValue) {
        guard case .text(let text) = pathValue else { return nil }
        self.init(rawValue: text)
    }
}

extension Int: PathParameter {
    /// What the converter must make.
    public static var pathValueKind: PathValue.Kind { .int }

    /// The parameter for a path's value, or nil where it stands for none.
    public init?(pathValue: PathValue) {
        guard case .int(let number) = pathValue else { return nil }
        self = number
    }
}

extension String: PathParameter {
    /// What the converter must make.
    public static var pathValueKind: PathValue.Kind { .text }

    /// The parameter for a path's value, or nil where it stands for none.
    public init?(pathValue: PathValue) {
        guard case .text(let text) = pathValue else { return nil }
        self = text
    }
}

extension UUID: PathParameter {
    /// What the converter must make.
    public static var pathValueKind: PathValue.Kind { .uuid }

    /// The parameter for a path's value, or nil where it stands for none.
    public init?(pathValue: PathValue) {
        guard case .uuid(let id) = pathValue else { return nil }
        self = id
    }
}
