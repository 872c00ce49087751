internal import ApusValues

/// How large a filter may make its value: filters can be chained and their results kept, and those
/// that double a text or a list would fill the memory in a few steps. What is larger already may
/// stay as large.
enum Growth {
    /// In bytes.
    static let largest = 4 << 20

    /// Throws where the filter `name` made too much of `value`.
    @inline(__always)
    static func check(_ result: DynamicValue, of value: DynamicValue, by name: String) throws {
        let size = result.roughSize
        if size > largest, size > value.roughSize { throw tooLarge(name) }
    }

    @inline(never)
    private static func tooLarge(_ name: String) -> TemplateError {
        TemplateError(
            .rendering,
            "'\(name)' makes a value of more than \(largest >> 20) MiB: shorten what it is given.")
    }
}

extension DynamicValue {
    /// The bytes of a text, and sixteen for each element of a list; 0 for what filters don't make
    /// larger.
    fileprivate var roughSize: Int {
        switch self {
        case .string(let text), .html(let text): text.utf8.count
        case .list(let values): values.count * 16
        default: 0
        }
    }
}
