public import ApusHTTP
public import ApusORM
import ApusValues

/// A view that shows one row of `model`, by the key in the path; 404 where there is none. The
/// template has it as `object` and by the model's name: `question`.
public func detailView<Row: Model>(
    _ model: Row.Type, _ template: String
) -> @Sendable (Request, Row.ID) throws -> Response {
    detailView(template) { Row.query }
}

/// A view that shows one of the rows of `query`, by the key in the path; 404 where it isn't among
/// them. The query is made for each request. The template has the row as `object` and by the
/// model's name: `question`.
public func detailView<Rows: Queryable>(
    _ template: String, _ query: @escaping @Sendable () -> Rows
) -> @Sendable (Request, Rows.Element.ID) throws -> Response {
    let name = contextName(of: Rows.Element.self)
    return { request, id in
        let row = try query().getOr404(id)
        return try request.render(template, ["object": row, name: row])
    }
}

/// A view that shows all rows of `model`. The template has them as `object_list` and by the model's
/// name: `question_list`.
public func listView<Row: Model>(
    _ model: Row.Type, _ template: String
) -> @Sendable (Request) throws -> Response {
    listView(template) { Row.query }
}

/// A view that shows the rows of `query`, which is made for each request. The template has them as
/// `object_list`, by the model's name, `question_list`, and as `name` where it is given.
public func listView<Rows: Queryable>(
    _ template: String, as name: String? = nil, _ query: @escaping @Sendable () -> Rows
) -> @Sendable (Request) throws -> Response {
    let name = name ?? contextName(of: Rows.Element.self) + "_list"
    return { request in
        let rows = try query().all()
        return try request.render(template, ["object_list": rows, name: rows])
    }
}

/// A view that shows the rows of `model`, `perPage` of them at a time; see `listView(_:as:perPage:_:)`.
public func listView<Row: Model>(
    _ model: Row.Type, _ template: String, perPage: Int, orphans: Int = 0
) -> @Sendable (Request) throws -> Response {
    listView(template, perPage: perPage, orphans: orphans) { Row.query }
}

/// A view that shows the rows of `query`, `perPage` of them at a time: the page that `?page=` says,
/// by its number or as `last`, and the first without it. A page that there isn't is answered with
/// 404. The template has what `listView` gives it, and `page_obj`, `paginator` and `is_paginated`.
public func listView<Rows: Queryable>(
    _ template: String, as name: String? = nil, perPage: Int, orphans: Int = 0,
    _ query: @escaping @Sendable () -> Rows
) -> @Sendable (Request) throws -> Response {
    let name = name ?? contextName(of: Rows.Element.self) + "_list"
    return { request in
        let paginator = try Paginator(query(), perPage: perPage, orphans: orphans)
        let page = try page(request.query["page"], of: paginator)
        return try request.render(
            template,
            [
                "page_obj": page, "paginator": paginator, "is_paginated": page.hasOtherPages,
                "object_list": page.items, name: page.items,
            ])
    }
}

private func page<Element>(
    _ text: String?, of paginator: Paginator<Element>
) throws -> Page<Element> {
    do {
        return try text == "last"
            ? paginator.page(paginator.pageCount) : paginator.page(text ?? "1")
    } catch PaginationError.notAnInteger {
        throw HTTPError.notFound(
            "Page is not “last”, nor can it be converted to an int.")
    } catch let error as PaginationError {
        throw HTTPError.notFound("Invalid page (\(text ?? "1")): \(error)")
    }
}

private func contextName(of model: (some Model).Type) -> String {
    model.modelName.model.lowercased()
}
