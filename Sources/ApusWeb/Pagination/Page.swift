public import ApusValues

/// One page of a paginator. A template goes through it with `{% for %}` and asks it for `number`,
/// `has_next`, `next_page_number` and the other words of Django's.
public struct Page<Element: Sendable>: Sendable {
    /// The page's number, from 1 on.
    public let number: Int
    /// What is on it.
    public let items: [Element]
    /// The paginator that it is a page of.
    public let paginator: Paginator<Element>

    /// Whether a page comes after it.
    public var hasNext: Bool { number < paginator.pageCount }

    /// Whether a page comes before it.
    public var hasPrevious: Bool { number > 1 }

    /// Whether there is another page.
    public var hasOtherPages: Bool { hasPrevious || hasNext }

    /// The number of the page after it. Throws a `PaginationError` where there is none.
    public func nextNumber() throws -> Int {
        try paginator.check(number + 1)
        return number + 1
    }

    /// The number of the page before it. Throws a `PaginationError` where there is none.
    public func previousNumber() throws -> Int {
        try paginator.check(number - 1)
        return number - 1
    }

    /// The place, counted from 1, of its first element among all; 0 where there is nothing.
    public var startIndex: Int { paginator.count == 0 ? 0 : paginator.perPage * (number - 1) + 1 }

    /// The place, counted from 1, of its last element among all.
    public var endIndex: Int {
        number == paginator.pageCount ? paginator.count : number * paginator.perPage
    }
}

extension Page: CustomStringConvertible {
    /// `<Page 2 of 7>`.
    public var description: String { "<Page \(number) of \(paginator.pageCount)>" }
}

extension Page: DynamicObject, DynamicValueConvertible where Element: DynamicValueConvertible {
    /// The page as templates see it.
    public var dynamicValue: DynamicValue { .object(self) }

    /// Whether there is something on it.
    public var isTrue: Bool { !items.isEmpty }

    /// What is on it.
    public func elements() throws -> [DynamicValue]? { Element.dynamicValues(of: items) }

    /// A member by its Django name or its Swift name.
    public func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "number": .int(number)
        case "object_list", "items": .list(Element.dynamicValues(of: items))
        case "paginator": paginator.dynamicValue
        case "has_next", "hasNext": .bool(hasNext)
        case "has_previous", "hasPrevious": .bool(hasPrevious)
        case "has_other_pages", "hasOtherPages": .bool(hasOtherPages)
        case "next_page_number", "nextNumber": .int(try nextNumber())
        case "previous_page_number", "previousNumber": .int(try previousNumber())
        case "start_index", "startIndex": .int(startIndex)
        case "end_index", "endIndex": .int(endIndex)
        default: nil
        }
    }
}

extension Paginator: DynamicObject, DynamicValueConvertible
where Element: DynamicValueConvertible {
    /// What printing it shows.
    public var description: String { "<Paginator: \(count) in \(pageCount) pages>" }

    /// The paginator as templates see it.
    public var dynamicValue: DynamicValue { .object(self) }

    /// A member by its Django name or its Swift name.
    public func value(ofMember name: String) -> DynamicValue? {
        switch name {
        case "count": .int(count)
        case "num_pages", "pageCount": .int(pageCount)
        case "page_range", "pageRange": .list(pageRange.map { .int($0) })
        case "per_page", "perPage": .int(perPage)
        case "orphans": .int(orphans)
        default: nil
        }
    }
}
