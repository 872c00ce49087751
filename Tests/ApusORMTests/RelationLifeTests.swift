import ApusValues
import FoundationEssentials
import Testing

@testable import ApusORM

@Model(app: "town")
struct Comment {
    var text: String
    @Field(onDelete: .cascade) var answers: ForeignKey<Comment>?
    @Reverse(\Comment.answers) var replies: Related<Comment>
}

@Model(app: "town")
struct Street {
    @Field(primaryKey: true, maxLength: 50) var name: String
    @Reverse(\House.street) var houses: Related<House>
}

@Model(app: "town")
struct House {
    var street: ForeignKey<Street>
    var number: Int
}

/// How long rows keep the rows that they are related to, and what becomes of these.
@Suite(
    .tables(of: [
        Place.self, Citizen.self, Restaurant.self, Waiter.self, Club.self, Membership.self,
        Novel.self, Comment.self, Street.self, House.self,
    ]))
struct RelationLifeTests {
    private func furnish() throws {
        for number in 1...3 {
            let place = try Place.create(name: "place \(number)")
            let restaurant = try Restaurant.create(place: place, stars: number)
            let citizen = try Citizen.create(name: "citizen \(number)")
            for _ in 1...2 { try Waiter.create(restaurant: restaurant, citizen: citizen) }
        }
    }

    @Test func `rows go when nobody has them any more, whatever was read of them`() throws {
        try furnish()
        weak var owners: FetchGroup?
        weak var joined: FetchGroup?
        weak var prefetched: FetchGroup?
        func read() throws {
            let restaurants = try Restaurant.all()
            owners = restaurants[0]._state.group
            for restaurant in restaurants {
                for waiter in try restaurant.waiters.all() {
                    #expect(try waiter.restaurant.get().id == restaurant.id)
                    #expect(try waiter.citizen.get().name.hasPrefix("citizen"))
                }
            }
            let places = try Place.query.selectRelated { $0.restaurant }.all()
            joined = places[0]._state.group
            for place in places { #expect(try place.restaurant.get().place.get().id == place.id) }
            let more = try Restaurant.query.prefetch { $0.waiters }.all()
            prefetched = more[0]._state.group
            #expect(try more[0].waiters.all()[0].restaurant.get().id == more[0].id)
            #expect(owners != nil && joined != nil && prefetched != nil)
        }
        try read()
        #expect(owners == nil)
        #expect(joined == nil)
        #expect(prefetched == nil)
    }

    @Test func `what leads back from a related row is of the query that it came with`() throws {
        try furnish()
        let log = try QueryLog.collect {
            for restaurant in try Restaurant.all() {
                for waiter in try restaurant.waiters.all() {
                    // Back at the owner, and on from it: loaded for all owners already.
                    #expect(try waiter.restaurant.get().waiters.all().count == 2)
                    #expect(try waiter.restaurant.get().place.get().name.hasPrefix("place"))
                }
            }
        }
        #expect(log.queries.count == 3)
    }

    @Test func `a chain of rows may be longer than the stack is deep`() throws {
        var last: Comment?
        for number in 0..<100_000 { last = Comment(text: "\(number)", answers: last) }
        #expect(try last?.answers?.get().text == "99998")
        last = nil
    }

    @Test func `a deletion may take a longer chain of rows along than the stack is deep`() throws {
        try Database.current.connection.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
            INSERT INTO town_comment (id, text, answers_id)
            SELECT i, 'text', iif(i = 1, NULL, i - 1) FROM n
            """)
        #expect(try Comment.get(1).delete().total == 6_000)
        #expect(try Comment.query.count() == 0)
    }

    @Test func `rows that were rolled back are not given out`() throws {
        let comments = try (1...2).map { try Comment.create(text: "\($0)") }
        let read = try Comment.order { $0.id }.all()
        struct Undone: Error {}
        _ = try? Database.current.transaction {
            try Comment.create(text: "reply", answers: comments[0])
            #expect(try read[0].replies.all().count == 1)
            throw Undone()
        }
        #expect(try read[0].replies.all().isEmpty)
        #expect(try read[0].replies.count() == 0)
        try Database.current.transaction {
            _ = try? Database.current.transaction {
                try Comment.create(text: "reply", answers: comments[1])
                #expect(try read[1].replies.all().count == 1)
                throw Undone()
            }
            let replies = try read[1].replies.all()
            #expect(replies.isEmpty)
        }
    }

    @Test func `a copy with a key of its own has relations of its own`() throws {
        try furnish()
        var copy = try Restaurant.order { $0.id }.all()[0]
        #expect(try copy.waiters.all().count == 2)
        copy.id = .unsaved
        copy.place = OneToOne(try Place.create(name: "new"))
        try copy.save()
        #expect(try copy.waiters.all().isEmpty)
        try Waiter.create(restaurant: copy, citizen: try #require(try Citizen.query.first()))
        #expect(try copy.waiters.all().count == 1)
        #expect(try copy.waiters.exists())
        var citizen = try Citizen.order { $0.id }.all()[0]
        #expect(try citizen.books.all().isEmpty)
        citizen.id = .unsaved
        try citizen.save()
        let novel = try Novel.create(title: "Copied")
        try citizen.books.add(novel)
        #expect(try citizen.books.all().map(\.title) == ["Copied"])
        #expect(try citizen.books.contains(novel))
    }

    @Test func `a loop that writes reads each owner's rows alone after a while`() throws {
        for number in 0..<20 { try Comment.create(text: "\(number)") }
        let comments = try Comment.order { $0.id }.all()
        for comment in comments { try Comment.create(text: "reply", answers: comment) }
        var rows = 0
        let log = try QueryLog.collect {
            for comment in comments {
                for var reply in try comment.replies.all() {
                    rows += 1
                    reply.text += "!"
                    try reply.save()
                }
            }
        }
        #expect(rows == 20)
        // Each reads the replies of one comment or, a few times, of all; none is missed.
        #expect(log.queries.filter { $0.sql.hasPrefix("SELECT") }.count == 20)
        #expect(log.queries.filter { $0.sql.contains(" IN (") }.count <= 4)
        #expect(try Comment.filter { $0.text == "reply!" }.count() == 20)
    }

    @Test func `texts are keys byte by byte, as they are for the database`() throws {
        let (one, two) = ("caf\u{e9}", "cafe\u{301}")
        let streets = try [one, two].map { try Street.create(name: $0) }
        for (index, street) in streets.enumerated() {
            try House.create(street: street, number: index)
        }
        let houses = try House.order { $0.number }.all()
        let names = try houses.map { Array(try $0.street.get().name.utf8) }
        #expect(names == [Array(one.utf8), Array(two.utf8)])
        for street in try Street.all() {
            #expect(try street.houses.all().count == 1)
            #expect(try Array(street.houses.all()[0].street.id.utf8) == Array(street.name.utf8))
        }
        let connection = try Database.current.connection
        #expect(try connection.query("SELECT length('\(one)')")[0][0] == .integer(4))
        #expect(try connection.query("SELECT length('\(two)')")[0][0] == .integer(5))
        #expect(try Street.query.delete().total == 4)
        #expect(try Street.query.count() == 0)
    }

    @Test func `a row must be saved before it can be added to those that point here`() throws {
        let comment = try Comment.create(text: "one")
        #expect(throws: QueryError.self) { try comment.replies.add(Comment(text: "two")) }
        #expect(try comment.replies.count() == 0)
    }

    @Test func `sets of rows that came alone are refused where loading is strict, too`() throws {
        try furnish()
        let restaurant = try Restaurant.get(1)
        let citizen = try Citizen.get(1)
        RelationLoading.strict {
            #expect(throws: RelationNotLoaded.self) { try restaurant.waiters.all() }
            #expect(throws: RelationNotLoaded.self) { try citizen.books.all() }
        }
        #expect(try restaurant.waiters.all().count == 2)
    }

    @Test func `loaded sets answer for themselves`() throws {
        try furnish()
        let restaurants = try Restaurant.query
            .prefetch {
                $0.waiters
            } rows: {
                $0.filter { $0.citizen.name == "citizen 1" }
            }
            .order { $0.id }.all()
        let log = try QueryLog.collect {
            let found = try restaurants.map { try $0.waiters.exists() }
            #expect(found == [true, false, false])
            #expect(restaurants.map { $0.waiters.dynamicValue.isTrue } == found)
        }
        #expect(log.queries.isEmpty)
    }

    @Test func `a template that asks whether there are rows and shows them reads them once`()
        throws
    {
        try furnish()
        guard case .object(let rows) = Citizen.order({ $0.id }).dynamicValue else {
            Issue.record("not rows")
            return
        }
        let log = try QueryLog.collect {
            #expect(rows.isTrue)
            let elements = try rows.elements()
            #expect(elements?.count == 3)
        }
        #expect(log.queries.count == 1)
    }

    @Test func `a prefetch says that it can't choose connected rows by an aggregate`() throws {
        try furnish()
        let clubs = Club.query.prefetch {
            $0.members
        } rows: {
            $0.filter { $0.books.count > 0 }
        }
        try Club.create(name: "chess")
        #expect(throws: QueryError.self) { try clubs.all() }
    }
}
