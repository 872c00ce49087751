import ApusValues

/// Writes objects as Django's JSON fixtures have them, a piece at a time.
struct FixtureWriter {
    /// How many blanks a level is indented by; nil for all on one line.
    let indent: Int?
    /// Takes the text, in pieces of about 64 KiB.
    let output: (String) throws -> Void

    private var buffer: [UInt8] = []
    private var isFirst = true

    init(indent: Int?, output: @escaping (String) throws -> Void) {
        self.indent = indent
        self.output = output
        append("[")
    }

    /// Django takes an indentation of 0 for none between objects, and for line breaks inside them.
    private var breaksBetweenObjects: Bool { (indent ?? 0) > 0 }

    /// Writes one object: its model, its key unless that is left out, and its fields.
    mutating func write(
        model: String, key: DynamicValue?, fields: DynamicDictionary
    ) throws {
        if !isFirst { append(breaksBetweenObjects ? "," : ", ") }
        if breaksBetweenObjects { append("\n") }
        isFirst = false
        var object: DynamicDictionary = ["model": model]
        if let key { object["pk"] = key }
        object["fields"] = .dictionary(fields)
        try append(.dictionary(object), level: 1)
        if buffer.count >= 65_536 { try flush() }
    }

    /// Ends the list.
    mutating func finish() throws {
        if breaksBetweenObjects { append("\n") }
        append("]")
        if breaksBetweenObjects { append("\n") }
        try flush()
    }

    private mutating func flush() throws {
        try output(String(decoding: buffer, as: UTF8.self))
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ text: String) { buffer.append(contentsOf: text.utf8) }

    private mutating func append(_ value: DynamicValue, level: Int) throws {
        guard level < JSONWriter.deepest else { throw JSONError.nestedTooDeeply }
        switch value {
        case .dictionary(let dictionary):
            try append(
                dictionary.entries, between: "{", "}", level: level
            ) { writer, entry in
                try writer.appendScalar(.string(entry.key))
                writer.append(": ")
                try writer.append(entry.value, level: level + 1)
            }
        case .list(let values):
            try append(values, between: "[", "]", level: level) { writer, value in
                try writer.append(value, level: level + 1)
            }
        default: try appendScalar(value)
        }
    }

    private mutating func append<Element>(
        _ elements: [Element], between opening: String, _ closing: String, level: Int,
        _ write: (inout FixtureWriter, Element) throws -> Void
    ) throws {
        append(opening)
        for (index, element) in elements.enumerated() {
            if index > 0 { append(indent == nil ? ", " : ",") }
            breakLine(level)
            try write(&self, element)
        }
        if !elements.isEmpty { breakLine(level - 1) }
        append(closing)
    }

    private mutating func breakLine(_ level: Int) {
        guard let indent else { return }
        buffer.append(0x0A)
        buffer.append(contentsOf: repeatElement(0x20, count: max(0, indent) * level))
    }

    private mutating func appendScalar(_ value: DynamicValue) throws {
        var writer = JSONWriter(.compact)
        try writer.write(value)
        buffer.append(contentsOf: writer.bytes)
    }
}
