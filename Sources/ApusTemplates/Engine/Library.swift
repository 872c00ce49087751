public import ApusValues

/// Compiles a tag. It may go on reading from the parser, up to the tag that ends it.
public typealias TagCompiler = @Sendable (inout Parser, Tag) throws -> any TagNode

/// Tags and filters.
public struct Library: Sendable {
    /// The tags by name.
    public var tags: [String: TagCompiler] = [:]
    /// The filters by name.
    public var filters: [String: Filter] = [:]

    /// A library without tags and filters.
    public init() {}

    /// Both libraries; of two with the same name, `other`'s wins.
    public func merging(_ other: Library) -> Library {
        var result = self
        result.tags.merge(other.tags) { _, new in new }
        result.filters.merge(other.filters) { _, new in new }
        return result
    }

    /// Adds a tag that turns its arguments into a value: `{% name 1 key=value as variable %}`.
    public mutating func addSimpleTag(
        _ name: String,
        _ function: @escaping @Sendable (SimpleTagArguments) throws -> DynamicValue
    ) {
        tags[name] = { parser, tag in try SimpleTag(&parser, tag, function) }
    }

    /// Adds a filter.
    ///
    /// - Parameters:
    ///   - name: what templates call it.
    ///   - isSafe: whether its result is HTML when its input is: true only for a filter that adds
    ///     none of `<>&"'`.
    ///   - argument: whether it takes an argument.
    ///   - function: given the value, the argument and what the rendering is set to.
    public mutating func addFilter(
        _ name: String, isSafe: Bool = false, argument: Filter.Argument = .none,
        _ function: @escaping Filter.Function
    ) {
        filters[name] = Filter(isSafe: isSafe, argument: argument, function: function)
    }
}

/// A filter: a function from a value to a value.
public struct Filter: Sendable {
    /// Whether a filter takes an argument.
    public enum Argument: Sendable, Hashable {
        case none
        case optional
        case required
    }

    /// Given the value, the argument and what the rendering is set to, the new value. What it
    /// throws gets the place in the template.
    public typealias Function =
        @Sendable (DynamicValue, DynamicValue?, FilterContext) throws -> DynamicValue

    /// Whether its result is HTML when its input is.
    public let isSafe: Bool
    /// Whether it takes an argument.
    public let argument: Argument
    /// What it does.
    public let function: Function
    /// Makes a faster function for an argument that is written out in the template, done once
    /// when the template is compiled.
    public var prepare: (@Sendable (DynamicValue) -> Function)?

    /// A filter from its parts.
    public init(isSafe: Bool = false, argument: Argument = .none, function: @escaping Function) {
        self.isSafe = isSafe
        self.argument = argument
        self.function = function
    }
}

/// What a filter may want to know of the rendering.
public struct FilterContext: Sendable {
    /// Whether values are escaped here.
    public var autoescape: Bool
    /// The zone in which instants are shown here.
    public var zone: Zone
    /// The hooks and settings of this rendering.
    public let environment: RenderEnvironment

    /// A context from its parts.
    public init(autoescape: Bool = true, environment: RenderEnvironment = .empty) {
        self.autoescape = autoescape
        self.environment = environment
        zone = environment.zone
    }
}
