internal import ApusValues

/// `{% for x in list %}…{% empty %}…{% endfor %}`.
struct ForTag: TagNode {
    private let names: [Name]
    private let sequence: Expression
    private let isReversed: Bool
    private let body: NodeList
    private let empty: NodeList?

    init(_ parser: inout Parser, _ tag: Tag) throws {
        let words = tag.words
        guard words.count >= 3 else {
            throw parser.error(
                "'for' statements should have at least four words: \(tag.contents)", at: tag)
        }
        isReversed = words[words.count - 1].text == "reversed"
        let inIndex = words.count - (isReversed ? 3 : 2)
        guard inIndex > 0, words[inIndex].text == "in" else {
            throw parser.error(
                "'for' statements should use the format 'for x in y': \(tag.contents)", at: tag)
        }
        let variables = words[..<inIndex].map(\.text).joined(separator: " ")
        names = try variables.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let name = trimmingSpace(String(part))
            guard !name.isEmpty, !name.contains(where: { " \"'|".contains($0) }) else {
                throw parser.error(
                    "'for' tag received an invalid argument: \(tag.contents)", at: words[0])
            }
            return Name(name)
        }
        sequence = try parser.compile(words[inIndex + 1])
        let (body, end) = try parser.parse(until: "empty", "endfor")
        self.body = body
        empty = end.name == "empty" ? try parser.parse(until: "endfor").nodes : nil
    }

    func render(into renderer: inout Renderer) throws {
        let value = try renderer.valueOrNull(of: sequence)
        guard var elements = try value.elementsForLoop() else {
            throw TemplateError(
                .rendering,
                "{% for %} can't go through '\(sequence.text)': it is \(value.kindName), "
                    + "not a list.")
        }
        guard !elements.isEmpty else {
            if let empty { try renderer.render(empty) }
            return
        }
        if isReversed { elements.reverse() }
        let mark = renderer.scopes.push()
        renderer.loops.append(LoopState(count: elements.count))
        let level = renderer.loops.count - 1
        defer {
            renderer.loops.removeLast()
            renderer.scopes.pop(mark)
        }
        if names.count == 1 {
            renderer.scopes.append(names[0], .null)
            let slot = renderer.scopes.lastIndex
            for index in elements.indices {
                renderer.loops[level].index = index
                renderer.scopes.replace(at: slot, with: elements[index])
                try renderer.render(body)
            }
        } else {
            for index in elements.indices {
                renderer.loops[level].index = index
                try unpack(elements[index], into: &renderer)
                try renderer.render(body)
            }
        }
    }

    private func unpack(_ element: DynamicValue, into renderer: inout Renderer) throws {
        let parts = try element.elementsForLoop()
        guard let parts, parts.count == names.count else {
            throw TemplateError(
                .rendering,
                "Need \(names.count) values to unpack in for loop; got \(parts?.count ?? 1).")
        }
        for (name, part) in zip(names, parts) { renderer.scopes.set(name, part) }
    }
}

extension DynamicValue {
    /// What a loop goes through, or nil where the value is no collection; nothing for null.
    func elementsForLoop() throws -> [DynamicValue]? {
        switch self {
        case .null: []
        case .list(let values): values
        case .dictionary(let dictionary): dictionary.keys.map { .string($0) }
        case .string(let text), .html(let text):
            text.unicodeScalars.map { .string(String($0)) }
        case .bytes(let bytes): bytes.map { .int(Int($0)) }
        case .object(let object): try object.elements()
        default: nil
        }
    }

    /// What an error message calls a value of this kind.
    var kindName: String {
        switch self {
        case .null: "nothing"
        case .bool: "a Bool"
        case .int: "an Int"
        case .double: "a Double"
        case .decimal: "a decimal number"
        case .string, .html: "a text"
        case .bytes: "bytes"
        case .date, .dateTime: "a date with a time"
        case .day: "a date"
        case .time: "a time"
        case .duration: "a duration"
        case .list: "a list"
        case .dictionary: "a dictionary"
        case .object(let object): "an object (\(type(of: object)))"
        }
    }
}
