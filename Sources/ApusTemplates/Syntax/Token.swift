/// A piece of a template.
struct Token: Sendable {
    enum Kind: Sendable {
        case text
        case variable
        case block
        case comment
    }

    let kind: Kind
    /// Where the piece starts, with its braces.
    let offset: Int
    /// The bytes: of a text all, of the others what is between the braces without the white space
    /// around it.
    let range: Range<Int>
}

/// A word of a tag, with the place where it starts.
public struct Word: Sendable, Hashable {
    /// The word as written.
    public let text: String
    /// The byte of the template at which it starts.
    let offset: Int
}

/// A tag as a template has it: `{% name word word %}`.
public struct Tag: Sendable {
    /// The first word.
    public let name: String
    /// The words after the name; quoted texts hold together.
    public let words: [Word]
    /// All between `{%` and `%}`, without the white space around it.
    public let contents: String
    /// The byte of the template at which the tag starts.
    let offset: Int
}
