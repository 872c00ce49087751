public import ApusValues

/// A place in a row of links to pages.
public enum PageLink: Hashable, Sendable, CustomStringConvertible, DynamicValueConvertible {
    /// A link to the page with this number.
    case page(Int)
    /// Numbers are left out here.
    case ellipsis

    /// The number, or `…`.
    public var description: String {
        switch self {
        case .page(let number): String(number)
        case .ellipsis: "…"
        }
    }

    /// A number, or the text `…`.
    public var dynamicValue: DynamicValue {
        switch self {
        case .page(let number): .int(number)
        case .ellipsis: .string("…")
        }
    }
}

extension Paginator {
    /// The numbers to show where there are too many for all: those near `number`, `onEachSide` of
    /// them either way, and `onEnds` at each end. Throws a `PaginationError` where there is no page
    /// `number`.
    public func elidedPageRange(
        around number: Int, onEachSide: Int = 3, onEnds: Int = 2
    ) throws -> [PageLink] {
        try check(number)
        let last = pageCount
        let near = max(0, onEachSide)
        let ends = max(0, onEnds)
        if last <= (near + ends) * 2 { return pageRange.map { .page($0) } }
        var links: [PageLink] = []
        func add(_ first: Int, to last: Int) {
            if first <= last { links += (first...last).map { .page($0) } }
        }
        if number > 1 + near + ends + 1 {
            add(1, to: ends)
            links.append(.ellipsis)
            add(number - near, to: number)
        } else {
            add(1, to: number)
        }
        if number < last - near - ends - 1 {
            add(number + 1, to: number + near)
            links.append(.ellipsis)
            add(last - ends + 1, to: last)
        } else {
            add(number + 1, to: last)
        }
        return links
    }
}
