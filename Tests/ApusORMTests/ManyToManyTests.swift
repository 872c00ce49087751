import ApusORM
import ApusValues
import Testing

@Suite(.town) struct ManyToManyTests {
    private func citizens(_ names: String...) throws -> [Citizen] {
        try names.map { try Citizen.create(name: $0) }
    }

    @Test func `rows are added once, removed, set and cleared`() throws {
        let people = try citizens("Ann", "Ben", "Cid")
        let novel = try Novel.create(title: "Sea")
        try novel.authors.add(people[0], people[1], people[0])
        try novel.authors.add(people[1].id)
        #expect(try novel.authors.order { $0.name }.all().map(\.name) == ["Ann", "Ben"])
        #expect(try novel.authors.count() == 2)
        #expect(try novel.authors.contains(people[0]))
        #expect(try !novel.authors.contains(people[2]))
        try novel.authors.remove(people[0])
        #expect(try novel.authors.values { $0.name } == ["Ben"])
        try novel.authors.set([people[2], people[1]])
        #expect(try novel.authors.order { $0.name }.values { $0.name } == ["Ben", "Cid"])
        try novel.authors.set([] as [Citizen])
        #expect(try novel.authors.count() == 0)
        try novel.authors.add(contentsOf: people)
        try novel.authors.clear()
        #expect(try !novel.authors.exists())
        #expect(try Citizen.count() == 3)
    }

    @Test func `the other side writes the same pairs`() throws {
        let ann = try citizens("Ann")[0]
        let novel = try Novel.create(title: "Sea")
        try ann.books.add(novel)
        #expect(try novel.authors.all().map(\.name) == ["Ann"])
        let other = try ann.books.create { $0.title = "Air" }
        #expect(try other.authors.contains(ann))
        #expect(try ann.books.order { $0.title }.values { $0.title } == ["Air", "Sea"])
        let (again, isNew) = try ann.books.getOrCreate { $0.title = "Air" }
        #expect(!isNew && again.id == other.id)
        try ann.books.remove(novel, other)
        #expect(try novel.authors.count() == 0)
    }

    @Test func `a row that is made where there was none is connected, once`() throws {
        let ann = try citizens("Ann")[0]
        for pages in [1, 2] {
            let (row, isNew) = try ann.books.updateOrCreate {
                $0.title = "Air"
            } _: {
                $0.pages = pages
            }
            #expect(isNew == (pages == 1) && row.pages == pages)
        }
        #expect(try ann.books.values { $0.title } == ["Air"])
        #expect(try Novel.count() == 1)
        let made = try ann.books.getOrCreate { $0.title = "Sea" }
        #expect(made.isNew)
        #expect(try made.row.authors.contains(ann))
    }

    @Test func `a prefetch takes no queries put together`() throws {
        let ann = try citizens("Ann")[0]
        try ann.books.add(Novel.create(title: "Sea"))
        let books = Novel.filter { $0.title == "Sea" }.union(Novel.filter { $0.title == "Air" })
        #expect(throws: QueryError.self) {
            try Citizen.query.prefetch {
                $0.books
            } rows: { _ in
                books
            }.all()
        }
    }

    @Test func `friends are friends of each other, followers are not`() throws {
        let people = try citizens("Ann", "Ben", "Cid")
        try people[0].friends.add(people[1], people[2])
        #expect(try people[1].friends.all().map(\.name) == ["Ann"])
        try people[1].friends.remove(people[0])
        #expect(try people[0].friends.all().map(\.name) == ["Cid"])
        try people[2].friends.clear()
        #expect(try people[0].friends.count() == 0)
        try people[0].follows.add(people[1])
        #expect(try people[1].follows.count() == 0)
        #expect(try people[1].followers.all().map(\.name) == ["Ann"])
        #expect(try Citizen.filter { $0.followers.name == "Ann" }.values { $0.name } == ["Ben"])
    }

    @Test func `pairs may be rows of a model with fields of its own`() throws {
        let people = try citizens("Ann", "Ben")
        let club = try Club.create(name: "Chess")
        try Membership.create(club: club, citizen: people[0], role: "head")
        try club.members.add(people[0], people[1])
        #expect(try Membership.order { $0.id }.values { $0.role } == ["head", "member"])
        #expect(try people[1].clubs.all().map(\.name) == ["Chess"])
        #expect(try Club.filter { $0.members.name == "Ben" }.count() == 1)
        try club.members.set([people[1]])
        #expect(try Membership.count() == 1)
    }

    @Test func `queries go over it in both directions`() throws {
        let people = try citizens("Ann", "Ben", "Cid")
        let sea = try Novel.create(title: "Sea", pages: 100)
        let air = try Novel.create(title: "Air", pages: 200)
        try sea.authors.add(people[0], people[1])
        try air.authors.add(people[1])
        #expect(
            try Novel.filter { $0.authors.name == "Ben" }.order { $0.title }.values { $0.title }
                == ["Air", "Sea"])
        #expect(try Citizen.filter { $0.books.pages > 150 }.values { $0.name } == ["Ben"])
        #expect(try Citizen.exclude { $0.books.title == "Sea" }.values { $0.name } == ["Cid"])
        #expect(try Novel.filter { $0.authors == people[0] }.values { $0.title } == ["Sea"])
        #expect(
            try Novel.filter { $0.authors == people[0] }.sql().text
                == #"SELECT "town_novel"."id", "town_novel"."title", "town_novel"."pages" FROM "town_novel" INNER JOIN "town_novel_authors" ON ("town_novel"."id" = "town_novel_authors"."novel_id") WHERE "town_novel_authors"."citizen_id" = ?"#
        )
        #expect(
            try Novel.query.filter("authors__name", "Ann").values { $0.title } == ["Sea"])
        #expect(
            try Citizen.query.filter("books__title__startswith", "A").values { $0.name } == ["Ben"])
    }

    @Test func `the rows of all owners are read at once, from either side`() throws {
        let people = try citizens("Ann", "Ben")
        for number in 0..<20 {
            let novel = try Novel.create(title: "n\(number)")
            try novel.authors.add(people[number % 2])
        }
        let (names, queries) = try QueryLog.collect {
            try Novel.order { $0.id }.all().map { try $0.authors.all().map(\.name) }
        }
        #expect(names.count == 20 && names[3] == ["Ben"])
        #expect(queries.count == 2)
        let (counts, back) = try QueryLog.collect {
            try Citizen.order { $0.id }.all().map { try ($0.books.all().count, $0.books.count()) }
        }
        #expect(counts.map(\.0) == [10, 10] && counts.map(\.1) == [10, 10])
        #expect(back.count == 2)
    }

    @Test func `what was read counts as stale once pairs are written`() throws {
        let people = try citizens("Ann", "Ben")
        try Novel.create(title: "Sea").authors.add(people[0])
        try Novel.create(title: "Air")
        let novels = try Novel.order { $0.id }.all()
        #expect(try novels[1].authors.all().isEmpty)
        try novels[1].authors.add(people[1])
        #expect(try novels[1].authors.all().map(\.name) == ["Ben"])
    }

    @Test func `a row that isn't saved has no rows and says why`() throws {
        let error = #expect(throws: QueryError.self) { try Novel(title: "x").authors.all() }
        #expect(error?.description.contains("save it first") == true)
        let novel = try Novel.create(title: "Sea")
        #expect(throws: QueryError.self) { try novel.authors.add(Citizen(name: "x")) }
    }

    @Test func `pairs go with either row, and are counted`() throws {
        let people = try citizens("Ann", "Ben")
        let novel = try Novel.create(title: "Sea")
        try novel.authors.add(people[0], people[1])
        try people[0].friends.add(people[1])
        #expect(
            try people[0].delete().perModel == [
                "town.Citizen": 1, "town.Novel_authors": 1, "town.Citizen_friends": 2,
            ])
        #expect(
            try novel.delete().perModel == ["town.Novel": 1, "town.Novel_authors": 1])
    }

    @Test func `the schema tells migrations of it`() {
        #expect(Novel.schema.fields.map(\.name) == ["id", "title", "authors", "pages"])
        let field = Novel.schema.field("authors")
        #expect(field?.isManyToMany == true && field?.reference?.model == "town.Citizen")
        #expect(Club.schema.field("members")?.reference?.through == "town.Membership")
        #expect(Novel.table.fields.map(\.schema.name) == ["id", "title", "pages"])
    }
}
