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
            try value.sequence("first").first ?? .string("")
        }
        addFilter("last", isSafe: true) { value, _, _ in
            try value.sequence("last").last ?? .string("")
        }
        addFilter("random", isSafe: true) { value, _, _ in
            try value.sequence("random").randomElement() ?? .string("")
        }
        addFilter("slice", isSafe: true, argument: .required) { value, argument, _ in
            sliced(value, argument?.text ?? "")
        }
        addFilter("dictsort", argument: .required) { value, argument, _ in
            try sorted(value, by: argument ?? .null) ?? .string("")
        }
        addFilter("dictsortreversed", argument: .required) { value, argument, _ in
            try sorted(value, by: argument ?? .null, isReversed: true) ?? .string("")
        }
        addFilter("join", isSafe: true, argument: .required) { value, argument, context in
            try join(value, with: argument ?? .string(""), context)
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

    /// Whether it is a text.
    var isText: Bool {
        switch self {
        case .string, .html: true
        default: false
        }
    }

    /// The elements for a filter that takes nothing but collections.
    func sequence(_ filter: String) throws -> [DynamicValue] {
        guard !isNull, let elements = try elementsForLoop() else {
            throw TemplateError(.rendering, "'\(filter)' needs a list, not \(kindName).")
        }
        return elements
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
) throws -> DynamicValue {
    guard !value.isNull, let elements = try? value.elementsForLoop() else { return value }
    guard context.autoescape else {
        guard elements.allSatisfy(\.isText), separator.isText else { return value }
        return .html(try joined(elements.map(\.text), separator.text))
    }
    return .html(try joined(elements.map(\.escapedText), separator.escapedText))
}

/// Joined texts are themselves joined letter by letter, so a few filters in a row would fill the
/// memory.
private func joined(_ texts: [String], _ separator: String) throws -> String {
    let longest = 4 << 20
    let length = texts.reduce(texts.count * separator.utf8.count) { $0 + $1.utf8.count }
    guard length <= longest else {
        throw TemplateError(
            .rendering, "join makes a text of \(length) bytes: more than \(longest).")
    }
    return texts.joined(separator: separator)
}

/// `value[from:to:step]` as Python slices; `value` itself where `text` writes no slice.
private func sliced(_ value: DynamicValue, _ text: String) -> DynamicValue {
    var bounds: [Int?] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
        guard !part.isEmpty else {
            bounds.append(nil)
            continue
        }
        guard let bound = Int(trimmingSpace(String(part))) else { return value }
        bounds.append(bound)
    }
    guard bounds.count <= 3 else { return value }
    if bounds.count == 1 { bounds.insert(nil, at: 0) }
    let step = bounds.count == 3 ? bounds[2] ?? 1 : 1
    guard step != 0 else { return value }
    switch value {
    case .list(let values):
        return .list(indices(values.count, bounds[0], bounds[1], step).map { values[$0] })
    case .string(let text), .html(let text):
        let scalars = Array(text.unicodeScalars)
        var view = String.UnicodeScalarView()
        for index in indices(scalars.count, bounds[0], bounds[1], step) {
            view.append(scalars[index])
        }
        return .string(String(view))
    case .object(let object):
        guard let values = try? object.elements() else { return value }
        return .list(indices(values.count, bounds[0], bounds[1], step).map { values[$0] })
    default: return value
    }
}

private func indices(_ count: Int, _ from: Int?, _ to: Int?, _ step: Int) -> [Int] {
    let low = step > 0 ? 0 : -1
    let high = step > 0 ? count : count - 1
    func bounded(_ index: Int?, _ fallback: Int) -> Int {
        guard let index else { return fallback }
        return max(low, min(high, index < 0 ? index &+ count : index))
    }
    let start = bounded(from, step > 0 ? low : high)
    let end = bounded(to, step > 0 ? high : low)
    let limited = max(-count - 1, min(count + 1, step))
    return Array(stride(from: start, to: end, by: limited))
}

/// The elements of `value` in the order of what lies at the path `key` in each, or nil where an
/// element has nothing there or the values have no order.
private func sorted(
    _ value: DynamicValue, by key: DynamicValue, isReversed: Bool = false
) throws -> DynamicValue? {
    guard let elements = try value.elementsForLoop() else { return nil }
    let path = key.text
    guard !path.isEmpty, !path.hasPrefix("_"), !path.contains("._") else { return nil }
    let steps = Double(path) != nil ? [path] : path.split(separator: ".").map(String.init)
    var keyed: [(key: DynamicValue, element: DynamicValue)] = []
    for element in elements {
        var found = element
        for step in steps {
            guard let next = try found.memberForSorting(step) else { return nil }
            found = next
        }
        keyed.append((found, element))
    }
    var isOrdered = true
    // Swift's sort keeps the order of equals, as Python's does, also where it is reversed.
    keyed.sort { left, right in
        guard let order = left.key.order(against: right.key) else {
            isOrdered = false
            return false
        }
        return isReversed ? order > 0 : order < 0
    }
    return isOrdered ? .list(keyed.map(\.element)) : nil
}

extension DynamicValue {
    fileprivate func memberForSorting(_ name: String) throws -> DynamicValue? {
        switch self {
        case .dictionary(let dictionary): return dictionary[name] ?? builtinMember(name)
        case .list(let values):
            guard let index = Int(name), values.indices.contains(index) else { return nil }
            return values[index]
        case .object(let object): return try object.value(ofMember: name)
        case .string, .html:
            if let index = Int(name) { return character(at: index) }
            return builtinMember(name)
        default: return builtinMember(name)
        }
    }
}
