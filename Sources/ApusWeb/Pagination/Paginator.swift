public import ApusORM

/// Many things, shown so many at a time.
///
///     let paginator = try Paginator(Question.query, perPage: 25)
///     let page = try paginator.getPage(request.query["page"])
public struct Paginator<Element: Sendable>: Sendable {
    /// How many there are in all, counted when the paginator was made.
    public let count: Int
    /// How many are on a page.
    public let perPage: Int
    /// A last page of so few, or fewer, is added to the page before it.
    public let orphans: Int
    /// Whether there is a first page where there is nothing to show.
    public let allowsEmptyFirstPage: Bool

    private let elements: @Sendable (Range<Int>) throws -> [Element]

    /// Pages of `elements`. A page holds at least one.
    public init(
        _ elements: [Element], perPage: Int, orphans: Int = 0, allowsEmptyFirstPage: Bool = true
    ) {
        self.init(
            count: elements.count, perPage: perPage, orphans: orphans,
            allowsEmptyFirstPage: allowsEmptyFirstPage
        ) { Array(elements[$0]) }
    }

    /// Pages of the rows of a query, which is asked for their number now and for the rows of a page
    /// when there is one. Rows without an order are ordered by key, so that no row is on two pages.
    public init<Rows: Queryable>(
        _ rows: Rows, perPage: Int, orphans: Int = 0, allowsEmptyFirstPage: Bool = true
    ) throws where Rows.Element == Element {
        let ordered = rows.orderedByKeyWhereUnordered()
        self.init(
            count: try rows.count(), perPage: perPage, orphans: orphans,
            allowsEmptyFirstPage: allowsEmptyFirstPage
        ) { try $0.isEmpty ? [] : ordered[$0].all() }
    }

    private init(
        count: Int, perPage: Int, orphans: Int, allowsEmptyFirstPage: Bool,
        elements: @escaping @Sendable (Range<Int>) throws -> [Element]
    ) {
        self.count = count
        self.perPage = max(1, perPage)
        self.orphans = max(0, orphans)
        self.allowsEmptyFirstPage = allowsEmptyFirstPage
        self.elements = elements
    }

    /// How many pages there are; one where there is nothing to show and that is allowed.
    public var pageCount: Int {
        if count == 0 && !allowsEmptyFirstPage { return 0 }
        let hits = max(1, count - orphans)
        return (hits - 1) / perPage + 1
    }

    /// The pages' numbers, from 1 on.
    public var pageRange: Range<Int> { 1..<pageCount + 1 }

    /// The page `number`. Throws a `PaginationError` where there is none.
    public func page(_ number: Int) throws -> Page<Element> {
        try check(number)
        let start = (number - 1) * perPage
        let end = number == pageCount ? count : start + perPage
        return Page(
            number: number, items: try elements(start..<max(start, end)), paginator: self)
    }

    /// The page whose number `text` is, as a parameter of the URL has it. Throws a
    /// `PaginationError` where it is no number or there is no such page.
    public func page(_ text: String?) throws -> Page<Element> {
        try page(try Self.number(in: text))
    }

    /// The page whose number `text` is; the first where it is no number, the last where there is
    /// no such page. Throws a `PaginationError` only where there are no pages at all.
    public func getPage(_ text: String?) throws -> Page<Element> {
        do {
            let number = try Self.number(in: text)
            try check(number)
            return try page(number)
        } catch let error as PaginationError {
            return try page(error == .notAnInteger ? 1 : pageCount)
        }
    }

    func check(_ number: Int) throws {
        if number < 1 { throw PaginationError.lessThanOne }
        if number > pageCount { throw PaginationError.noResults }
    }

    /// The whole number that `text` is: blanks around it, a sign and single underscores between
    /// its digits are taken, as Django takes them.
    static func number(in text: String?) throws -> Int {
        guard let text else { throw PaginationError.notAnInteger }
        var digits = Substring(text).drop(while: \.isWhitespace)
        while digits.last?.isWhitespace == true { digits.removeLast() }
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits.removeFirst() }
        let groups = digits.split(separator: "_", omittingEmptySubsequences: false)
        let isNumber = groups.allSatisfy { group in
            !group.isEmpty && group.utf8.allSatisfy { (48...57).contains($0) }
        }
        guard isNumber else { throw PaginationError.notAnInteger }
        // A number too large to count with is no page either.
        let size = Int(groups.joined()) ?? .max
        return isNegative ? -size : size
    }
}

/// Why there is no such page.
public enum PaginationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was asked for is no whole number.
    case notAnInteger
    /// Pages are counted from 1.
    case lessThanOne
    /// There are fewer pages.
    case noResults

    /// Django's words.
    public var description: String {
        switch self {
        case .notAnInteger: "That page number is not an integer"
        case .lessThanOne: "That page number is less than 1"
        case .noResults: "That page contains no results"
        }
    }
}
