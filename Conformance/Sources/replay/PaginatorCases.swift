import ApusWeb

/// Paginators over so many numbers: their pages, by every way to ask for one, and elided ranges.
struct PaginatorCases: Subject {
    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        let count = item["n"]?.int ?? 0
        let paginator = Paginator(
            Array(0..<count), perPage: item["per_page"]?.int ?? 1,
            orphans: item["orphans"]?.int ?? 0,
            allowsEmptyFirstPage: item["allow_empty_first_page"]?.bool ?? true)
        var got: [(key: String, value: JSON)] = [
            ("count", .int(paginator.count)), ("num_pages", .int(paginator.pageCount)),
            ("page_range", .array(paginator.pageRange.map { .int($0) })),
        ]
        got.append(
            (
                "pages",
                .object(
                    (item["pages"]?.object ?? []).map { ($0.key, page($0.key, of: paginator)) })
            ))
        got.append(
            (
                "elided",
                .object(
                    (item["elided"]?.object ?? []).map { ($0.key, elided($0.key, of: paginator)) })
            ))
        let expected = JSON.object(
            got.map { member in (member.key, item[member.key] ?? .null) })
        return .compare(expected, .object(got))
    }

    private func page(_ key: String, of paginator: Paginator<Int>) -> JSON {
        let text = key == "last" ? "\(paginator.pageCount)" : key == "None" ? nil : key
        let nearest = try? paginator.getPage(text)
        // The recording has null for an empty page too.
        let found: JSON = nearest.map { $0.items.isEmpty ? .null : .int($0.number) } ?? .null
        do {
            let page = try paginator.page(text)
            return .object([
                ("number", .int(page.number)), ("start", .int(page.startIndex)),
                ("end", .int(page.endIndex)), ("has_next", .bool(page.hasNext)),
                ("has_prev", .bool(page.hasPrevious)), ("len", .int(page.items.count)),
                ("get_page", found),
            ])
        } catch {
            let kind = error as? PaginationError == .notAnInteger ? "PageNotAnInteger" : "EmptyPage"
            return .object([
                ("error", .string(kind)), ("message", .string("\(error)")), ("get_page", found),
            ])
        }
    }

    private func elided(_ key: String, of paginator: Paginator<Int>) -> JSON {
        guard let links = try? paginator.elidedPageRange(around: Int(key) ?? 0) else {
            return .null
        }
        return .array(links.map { .string("\($0)") })
    }
}
