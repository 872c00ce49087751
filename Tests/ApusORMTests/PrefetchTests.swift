import ApusORM
import Testing

@Suite(.town) struct PrefetchTests {
    /// Two restaurants with three waiters each; each waiter is a citizen with one book.
    private func fill() throws {
        for name in ["Kiosk", "Grill"] {
            let restaurant = try Restaurant.create(place: Place.create(name: name))
            for number in 1...3 {
                let citizen = try Citizen.create(name: "\(name) \(number)")
                try Waiter.create(restaurant: restaurant, citizen: citizen)
                try citizen.books.add(Novel.create(title: "by \(name) \(number)", pages: number))
            }
        }
    }

    private func statements(_ body: () throws -> Void) rethrows -> [String] {
        try QueryLog.collect(body).queries.map(\.sql)
    }

    @Test func `a prefetch goes over several relations, one statement each`() throws {
        try fill()
        let queries = try statements {
            let places = try Place.query
                .prefetch { $0.restaurant.waiters.citizen.books }.order { $0.id }.all()
            let titles = try places.map { place in
                try place.restaurant.get().waiters.all().flatMap {
                    try $0.citizen.get().books.all().map(\.title)
                }
            }
            #expect(titles[1] == ["by Grill 1", "by Grill 2", "by Grill 3"])
        }
        #expect(queries.count == 5)
    }

    @Test func `the same without a prefetch asks as often`() throws {
        try fill()
        let queries = try statements {
            for place in try Place.order({ $0.id }).all() {
                for waiter in try place.restaurant.get().waiters.all() {
                    #expect(try waiter.citizen.get().books.all().count == 1)
                }
            }
        }
        #expect(queries.count == 5)
    }

    @Test func `rows that were read from their owner know it`() throws {
        try fill()
        let queries = try statements {
            let restaurant = try Restaurant.get(1)
            for waiter in try restaurant.waiters.all() {
                #expect(try waiter.restaurant.get().id == restaurant.id)
            }
        }
        #expect(queries.count == 2)
    }

    @Test func `a prefetch may take some of the rows, in an order of its own`() throws {
        try fill()
        let restaurants = try Restaurant.query.order { $0.id }
            .prefetch {
                $0.waiters
            } rows: {
                $0.filter { $0.citizen.name != "Kiosk 2" }.order { $0.id.descending }
                    .selectRelated { $0.citizen }
            }
            .all()
        let queries = try statements {
            let names = try restaurants.map {
                try $0.waiters.all().map { try $0.citizen.get().name }
            }
            #expect(names == [["Kiosk 3", "Kiosk 1"], ["Grill 3", "Grill 2", "Grill 1"]])
            #expect(try restaurants[0].waiters.count() == 2)
        }
        #expect(queries.isEmpty)
        let citizens = try Citizen.query.order { $0.id }
            .prefetch {
                $0.books
            } rows: {
                $0.filter { $0.pages > 2 }
            }.all()
        #expect(try citizens.map { try $0.books.all().count } == [0, 0, 1, 0, 0, 1])
        let few = try Restaurant.query.order { $0.id }
            .prefetch {
                $0.waiters
            } rows: {
                $0.order { $0.id.descending }[1..<3]
            }.all()
        #expect(try few.map { try $0.waiters.all().map(\.id.value) } == [[2, 1], [5, 4]])
    }

    @Test func `what a prefetch leaves out, the next does not read for`() throws {
        let citizen = try Citizen.create(name: "Ann")
        for title in ["Sea", "Air"] { try citizen.books.add(Novel.create(title: title)) }
        let queries = try statements {
            let all = try Citizen.query
                .prefetch {
                    $0.books
                } rows: {
                    $0.order { $0.id }[0..<1].prefetch { $0.authors }
                }.all()
            #expect(try all[0].books.all().map(\.title) == ["Sea"])
        }
        #expect(queries.count == 3)
        #expect(queries.last?.hasSuffix("IN (?)") == true)
    }

    @Test func `a strict query throws where a relation isn't loaded`() throws {
        try fill()
        let restaurant = try #require(
            try Restaurant.query.prefetch { $0.waiters }.strict().all().first)
        let waiter = try #require(try restaurant.waiters.all().first)
        let error = #expect(throws: RelationNotLoaded.self) { try waiter.citizen.get() }
        #expect(error?.model == "town.Citizen")
        #expect(throws: RelationNotLoaded.self) { try restaurant.place.get() }
        let place = try #require(try Place.query.strict().all().first)
        let reverse = #expect(throws: RelationNotLoaded.self) { try place.restaurant.first() }
        #expect(
            reverse?.description
                == "The rows of Restaurant that 'Restaurant.place' leads to are not loaded, and loading is strict: name the relation in the query's selectRelated or prefetch."
        )
        let citizen = try #require(try Citizen.query.strict().all().first)
        #expect(throws: RelationNotLoaded.self) { try citizen.books.all() }
        // A query of its own is no loading.
        #expect(try citizen.books.filter { $0.pages > 0 }.count() == 1)
    }

    @Test func `strict loading holds for a stretch of code`() throws {
        try fill()
        try RelationLoading.strict {
            #expect(throws: RelationNotLoaded.self) { try Waiter.get(1).citizen.get() }
            let waiter = try #require(
                try Waiter.query.selectRelated { $0.citizen }.all().first)
            #expect(try waiter.citizen.get().name == "Kiosk 1")
        }
        #expect(try Waiter.get(1).citizen.get().name == "Kiosk 1")
    }

    @Test func `a prefetch of no relation says so`() throws {
        #expect(throws: QueryError.self) { try Place.query.prefetch { $0 }.all() }
    }

    @Test func `many owners are asked for in pieces`() throws {
        try Database.current.transaction {
            for number in 0..<1200 {
                let novel = try Novel.create(title: "n\(number)")
                if number.isMultiple(of: 100) {
                    try novel.authors.add(Citizen.create(name: "c\(number)"))
                }
            }
        }
        let queries = try statements {
            let authors = try Novel.order { $0.id }.all().map { try $0.authors.all().map(\.name) }
            #expect(authors[1100] == ["c1100"] && authors[1101].isEmpty)
        }
        #expect(queries.count == 4)
    }
}
