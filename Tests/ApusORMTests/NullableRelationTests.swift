import ApusORM
import Testing

private let volume =
    #"SELECT "library_volume"."id", "library_volume"."title", "library_volume"."pages", "library_volume"."shelf_id" FROM "library_volume""#

@Suite(.emptyPolls) struct NullableRelationTests {
    @Test func `NULL is not equal to a value`() throws {
        let sql = try Volume.filter { $0.pages != 3 }.sql()
        #expect(
            sql.text == volume
                + #" WHERE NOT ("library_volume"."pages" = ? AND "library_volume"."pages" IS NOT NULL)"#
        )
        try Volume.bulkCreate([Volume(title: "a", pages: 3), Volume(title: "b")])
        #expect(try Volume.filter { $0.pages != 3 }.get().title == "b")
        #expect(try Volume.filter { $0.pages == nil }.get().title == "b")
        #expect(try Volume.exclude { $0.pages > 1 }.get().title == "b")
    }

    @Test func `a condition over a relation that may be NULL joins as it must`() throws {
        #expect(
            try Volume.filter { $0.shelf.name == "a" }.sql().text == volume
                + #" INNER JOIN "library_shelf" ON ("library_volume"."shelf_id" = "library_shelf"."id") WHERE "library_shelf"."name" = ?"#
        )
        #expect(
            try Volume.exclude { $0.shelf.name == "a" }.sql().text == volume
                + #" LEFT OUTER JOIN "library_shelf" ON ("library_volume"."shelf_id" = "library_shelf"."id") WHERE NOT ("library_shelf"."name" = ? AND "library_shelf"."name" IS NOT NULL)"#
        )
        #expect(
            try Volume.filter { $0.shelf == nil || $0.shelf.parent.name == "x" }.sql().text
                == volume
                + #" LEFT OUTER JOIN "library_shelf" ON ("library_volume"."shelf_id" = "library_shelf"."id") LEFT OUTER JOIN "library_shelf" T3 ON ("library_shelf"."parent_id" = T3."id") WHERE ("library_volume"."shelf_id" IS NULL OR T3."name" = ?)"#
        )
    }

    @Test func `values over a relation that may be NULL are optional`() throws {
        let shelf = try Shelf(name: "s", parent: try Shelf(name: "top").saved()).saved()
        try Volume.bulkCreate([Volume(title: "a", shelf: shelf), Volume(title: "b")])
        let rows = try Volume.order { $0.title }.values {
            ($0.title, $0.shelf.name, $0.shelf.parent.name)
        }
        #expect(rows.map { $0.1 } == ["s", nil])
        #expect(rows.map { $0.2 } == ["top", nil])
        let joined = try Volume.query.selectRelated { $0.shelf.parent }.order { $0.title }.all()
        let names = try QueryLog.collect {
            try joined.map { try $0.shelf?.get().parent?.get().name }
        }
        #expect(names.result == ["top", nil])
        #expect(names.queries.isEmpty)
    }

    @Test func `a model's own order holds until another is asked for`() throws {
        try Shelf.bulkCreate([Shelf(name: "b"), Shelf(name: "a")])
        #expect(try Shelf.all().map(\.name) == ["a", "b"])
        #expect(try Shelf.query.reversed().all().map(\.name) == ["b", "a"])
        #expect(try Shelf.query.unordered().sql().text.contains("ORDER BY") == false)
        #expect(try Shelf.order { $0.id }.all().map(\.name) == ["b", "a"])
    }
}
