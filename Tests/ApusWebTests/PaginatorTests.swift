import ApusORM
import ApusTesting
import ApusValues
import ApusWeb
import Testing

@Suite struct `Things shown so many at a time` {
    @Test func `are on as many pages as they need`() throws {
        let paginator = Paginator(Array(1...23), perPage: 10)
        #expect(paginator.pageCount == 3)
        let pages = try paginator.pageRange.map { try paginator.page($0) }
        #expect(pages.map(\.items) == [Array(1...10), Array(11...20), [21, 22, 23]])
        #expect(pages.map(\.startIndex) == [1, 11, 21])
        #expect(pages.map(\.endIndex) == [10, 20, 23])
        #expect(pages.map(\.hasPrevious) == [false, true, true])
        #expect(pages.map(\.hasNext) == [true, true, false])
        #expect(try pages[1].previousNumber() == 1)
        #expect(try pages[1].nextNumber() == 3)
        #expect("\(pages[1])" == "<Page 2 of 3>")
    }

    @Test func `leave no orphans behind`() throws {
        let paginator = Paginator(Array(1...23), perPage: 10, orphans: 3)
        #expect(paginator.pageCount == 2)
        #expect(try paginator.page(2).items == Array(11...23))
        #expect(try paginator.page(2).endIndex == 23)
        #expect(Paginator(Array(1...24), perPage: 10, orphans: 3).pageCount == 3)
    }

    @Test(arguments: [
        ("0", "That page number is less than 1"), ("-1", "That page number is less than 1"),
        ("4", "That page contains no results"),
        ("99999999999999999999", "That page contains no results"),
        ("x", "That page number is not an integer"), ("", "That page number is not an integer"),
        ("1.5", "That page number is not an integer"), (nil, "That page number is not an integer"),
        ("1__0", "That page number is not an integer"),
    ])
    func `say why there is no such page`(_ text: String?, _ reason: String) {
        let paginator = Paginator(Array(1...23), perPage: 10)
        #expect {
            try paginator.page(text)
        } throws: {
            "\($0)" == reason
        }
    }

    @Test(arguments: [
        ("2", 2), (" +2 ", 2), ("1_0", 3), ("0", 3), ("x", 1), (nil, 1), ("99", 3),
    ])
    func `are found by what the URL says, or the nearest are`(
        _ text: String?, _ number: Int
    ) throws {
        #expect(try Paginator(Array(1...23), perPage: 10).getPage(text).number == number)
    }

    @Test func `may be none`() throws {
        let paginator = Paginator([Int](), perPage: 10)
        #expect(try paginator.page(1).items == [])
        #expect(try paginator.page(1).startIndex == 0)
        let strict = Paginator([Int](), perPage: 10, allowsEmptyFirstPage: false)
        #expect(strict.pageCount == 0)
        #expect(throws: PaginationError.lessThanOne) { try strict.getPage("1") }
    }

    @Test(arguments: [
        (1, "1 2 3 4 … 49 50"), (7, "1 2 3 4 5 6 7 8 9 10 … 49 50"),
        (8, "1 2 … 5 6 7 8 9 10 11 … 49 50"), (43, "1 2 … 40 41 42 43 44 45 46 … 49 50"),
        (44, "1 2 … 41 42 43 44 45 46 47 48 49 50"), (50, "1 2 … 47 48 49 50"),
    ])
    func `show the pages near one and at the ends`(_ number: Int, _ row: String) throws {
        let links = try Paginator(Array(1...500), perPage: 10).elidedPageRange(around: number)
        #expect(links.map(\.description).joined(separator: " ") == row)
    }

    @Test func `are told to templates by Django's words`() throws {
        let page = try Paginator(Array(1...23), perPage: 10).page(2)
        #expect(try page.value(ofMember: "has_next")?.isEqual(to: .bool(true)) == true)
        #expect(try page.value(ofMember: "next_page_number")?.isEqual(to: .int(3)) == true)
        #expect(try page.elements()?.count == 10)
        guard case .object(let paginator)? = try page.value(ofMember: "paginator") else {
            Issue.record("no paginator")
            return
        }
        #expect(try paginator.value(ofMember: "num_pages")?.isEqual(to: .int(3)) == true)
        #expect(throws: PaginationError.noResults) {
            try Paginator(Array(1...23), perPage: 10).page(3).value(ofMember: "next_page_number")
        }
    }
}
