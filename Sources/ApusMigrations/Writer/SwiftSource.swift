import ApusORM

/// A Swift expression that is to be laid out as `swift format` would: on one line where it fits
/// into a hundred columns, else an argument or element a line.
indirect enum SwiftSource {
    case text(String)
    /// A call: what is called, and its arguments with their labels.
    case call(String, [(label: String?, value: SwiftSource)])
    case list([SwiftSource])

    /// A literal of `text`.
    static func string(_ text: String) -> SwiftSource { .text(text.swiftLiteral) }

    /// A list of string literals.
    static func strings(_ texts: [String]) -> SwiftSource { .list(texts.map { .string($0) }) }

    /// The whole on one line.
    var oneLine: String {
        switch self {
        case .text(let text): text
        case .call(let name, let arguments):
            name + "("
                + arguments.map { ($0.label.map { "\($0): " } ?? "") + $0.value.oneLine }
                .joined(separator: ", ") + ")"
        case .list(let elements): "[" + elements.map(\.oneLine).joined(separator: ", ") + "]"
        }
    }

    /// The expression as it stands after `used` columns of a line that is indented by `indent`,
    /// with `closing` columns to come after it.
    func laidOut(indent: Int, used: Int, closing: Int = 0) -> String {
        let line = oneLine
        if used + line.count + closing <= 100 { return line }
        let inner = indent + 4
        let margin = "\n" + String(repeating: " ", count: inner)
        switch self {
        case .text(let text): return text
        case .call(let name, let arguments):
            let lines = arguments.enumerated().map { index, argument in
                let label = argument.label.map { "\($0): " } ?? ""
                let isLast = index == arguments.count - 1
                return label
                    + argument.value.laidOut(
                        indent: inner, used: inner + label.count,
                        closing: isLast ? closing + 1 : 1)
            }
            return name + "(" + margin + lines.joined(separator: "," + margin) + ")"
        case .list(let elements):
            let lines = elements.map { $0.laidOut(indent: inner, used: inner, closing: 1) }
            return "[" + margin + lines.joined(separator: "," + margin)
                + (elements.count > 1 ? "," : "") + "\n" + String(repeating: " ", count: indent)
                + "]"
        }
    }
}

extension String {
    /// The text as a Swift string literal on one line.
    var swiftLiteral: String {
        var literal = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case "\r": literal += "\\r"
            case "\t": literal += "\\t"
            case "\0": literal += "\\0"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned,
                    .privateUse, .surrogate:
                    literal += "\\u{" + String(scalar.value, radix: 16) + "}"
                default: literal.unicodeScalars.append(scalar)
                }
            }
        }
        return literal + "\""
    }

    /// The text as the rest of a Swift name: `0002_book_n` as `0002BookN`.
    var camelCased: String {
        split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
