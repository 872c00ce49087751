internal import ApusValues

extension Library {
    /// The filters of lists.
    mutating func addListFilters() {
        addFilter("length") { value, _, _ in .int(try value.length ?? 0) }
        addFilter("length_is", argument: .required) { value, argument, _ in
            guard let length = try value.length, let wanted = argument?.asInteger else {
                return .string("")
            }
            return .bool(length == wanted)
        }
        addFilter("first") { value, _, _ in
            try value.elementsForLoop()?.first ?? .string("")
        }
        addFilter("last", isSafe: true) { value, _, _ in
            try value.elementsForLoop()?.last ?? .string("")
        }
        addFilter("join", isSafe: true, argument: .required) { value, argument, context in
            join(value, with: argument ?? .string(""), context)
        }
    }
}

extension DynamicValue {
    /// How many elements there are, or nil where the value has no length.
    var length: Int? {
        get throws {
            switch self {
            case .string(let text), .html(let text): text.unicodeScalars.count
            case .list(let values): values.count
            case .dictionary(let dictionary): dictionary.count
            case .bytes(let bytes): bytes.count
            case .object(let object): try object.elements()?.count
            default: nil
            }
        }
    }

    /// The value's text, escaped unless it is HTML already.
    var escapedText: String {
        switch self {
        case .html(let text): text
        case .object(let object): object.html ?? HTMLText.escape(object.description)
        default: HTMLText.escape(text)
        }
    }
}

private func join(
    _ value: DynamicValue, with separator: DynamicValue, _ context: FilterContext
) -> DynamicValue {
    guard let elements = try? value.elementsForLoop() else { return value }
    guard context.autoescape else {
        return .html(elements.map(\.text).joined(separator: separator.text))
    }
    return .html(elements.map(\.escapedText).joined(separator: separator.escapedText))
}
