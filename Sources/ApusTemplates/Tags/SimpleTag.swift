public import ApusValues

/// What a simple tag was given.
public struct SimpleTagArguments: Sendable {
    /// The arguments without a name.
    public let positional: [DynamicValue]
    /// The arguments with a name.
    public let named: [(name: String, value: DynamicValue)]
    /// Hooks and settings, and whether values are escaped here.
    public let context: FilterContext
    /// All variables that the template sees here.
    public let variables: DynamicDictionary

    /// The argument called `name`, or nil.
    public subscript(name: String) -> DynamicValue? {
        named.last { $0.name == name }?.value
    }
}

/// A tag that turns its arguments into a value: `{% name 1 key=value as variable %}`.
struct SimpleTag: TagNode {
    private let function: @Sendable (SimpleTagArguments) throws -> DynamicValue
    private let arguments: Arguments
    private let variable: String?

    init(
        _ parser: inout Parser, _ tag: Tag,
        _ function: @escaping @Sendable (SimpleTagArguments) throws -> DynamicValue
    ) throws {
        self.function = function
        var words = tag.words
        variable = takeVariable(&words)
        arguments = try Arguments(&parser, words)
    }

    func render(into renderer: inout Renderer) throws {
        let (positional, named) = try arguments.values(&renderer)
        let value = try function(
            SimpleTagArguments(
                positional: positional, named: named, context: renderer.filterContext,
                variables: renderer.scopes.visible))
        if let variable {
            renderer.set(variable, to: value)
        } else {
            renderer.write(value)
        }
    }
}

/// Takes `as name` from the end of `words`.
func takeVariable(_ words: inout [Word]) -> String? {
    guard words.count >= 2, words[words.count - 2].text == "as" else { return nil }
    let name = words[words.count - 1].text
    words.removeLast(2)
    return name
}

/// The arguments of a tag: some by place, some by name.
struct Arguments: Sendable {
    private let positional: [Expression]
    private let named: [(name: String, value: Expression)]

    init(_ parser: inout Parser, _ words: [Word]) throws {
        var positional: [Expression] = []
        var named: [(name: String, value: Expression)] = []
        for word in words {
            if let (name, value) = parser.assignment(word) {
                named.append((name, try parser.compile(value)))
            } else {
                guard named.isEmpty else {
                    throw parser.error(
                        "'\(word.text)' stands after an argument with a name: put those last.",
                        at: word)
                }
                positional.append(try parser.compile(word))
            }
        }
        self.positional = positional
        self.named = named
    }

    var isEmpty: Bool { positional.isEmpty && named.isEmpty }

    func values(_ renderer: inout Renderer) throws -> (
        [DynamicValue], [(name: String, value: DynamicValue)]
    ) {
        var values: [DynamicValue] = []
        for expression in positional { values.append(try renderer.value(of: expression)) }
        var pairs: [(name: String, value: DynamicValue)] = []
        for (name, expression) in named { pairs.append((name, try renderer.value(of: expression))) }
        return (values, pairs)
    }
}
