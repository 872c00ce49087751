import ApusORM
import Testing

@Suite(.town) struct RelatedWritingTests {
    @Test func `rows are made to point here`() throws {
        let kiosk = try Restaurant.create(place: Place.create(name: "Kiosk"))
        let grill = try Restaurant.create(place: Place.create(name: "Grill"))
        let ann = try Citizen.create(name: "Ann")
        let waiters = try (0..<3).map { _ in try Waiter.create(restaurant: kiosk, citizen: ann) }
        let (_, queries) = try QueryLog.collect { try grill.waiters.add(waiters[0], waiters[1].id) }
        #expect(queries.count == 1)
        #expect(try grill.waiters.count() == 2)
        try kiosk.waiters.set([waiters[1]])
        #expect(try kiosk.waiters.count() == 2)
        let error = #expect(throws: QueryError.self) { try kiosk.waiters.clear() }
        #expect(error?.description.hasPrefix("'Waiter.restaurant' is not optional") == true)
    }

    @Test func `rows lose an optional key`() throws {
        let question = try Shelf(name: "a").saved()
        let children = try ["b", "c", "d"].map { try Shelf(name: $0, parent: question).saved() }
        let related = Related<Shelf>(to: question, by: \.parent)
        try related.remove(children[0])
        #expect(try related.values { $0.name } == ["c", "d"])
        try related.set([children[0], children[1]])
        #expect(try related.order { $0.name }.values { $0.name } == ["b", "c"])
        try related.clear()
        #expect(try related.count() == 0)
        #expect(try Shelf.count() == 4)
    }
}
