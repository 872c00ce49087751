internal import ApusValues

extension Library {
    /// The language's own filters.
    static let standardFilters: [String: Filter] = {
        var library = Library()
        library.addTextFilters()
        library.addListFilters()
        library.addLogicFilters()
        library.addNumberFilters()
        library.addDateFilters()
        library.addHTMLFilters()
        return library.filters
    }()
}

extension DynamicValue {
    /// The value as Python's `str` makes it a text.
    var text: String { description }

    /// The value as an integer the way Python's `int` reads it, or nil.
    var asInteger: Int? {
        switch self {
        case .int(let number): number
        case .bool(let flag): flag ? 1 : 0
        case .double(let number): Int(exactly: number.rounded(.towardZero))
        case .decimal(let number): number.integer
        case .string(let text), .html(let text): Int(trimmingSpace(text))
        default: nil
        }
    }
}
