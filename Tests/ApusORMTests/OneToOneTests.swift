import ApusORM
import ApusValues
import Testing

@Suite(.town) struct OneToOneTests {
    private func fill() throws {
        for name in ["Kiosk", "Grill", "Park"] { try Place.create(name: name) }
        let ann = try Citizen.create(name: "Ann")
        try Restaurant.create(place: Place.get(1), stars: 1)
        try Restaurant.create(place: Place.get(2), stars: 2, chef: ann)
    }

    @Test func `each side leads to the other, and a side without one says so`() throws {
        try fill()
        #expect(try Restaurant.get(1).place.get().name == "Kiosk")
        #expect(try Place.get(2).restaurant.get().stars == 2)
        let park = try Place.get(3)
        #expect(try park.restaurant.first() == nil)
        #expect(try !park.restaurant.exists())
        let error = #expect(throws: NotFound.self) { try park.restaurant.get() }
        #expect(error?.description == "Place has no restaurant.")
        #expect(try Citizen.get(1).kitchen.get().stars == 2)
    }

    @Test func `two rows can't point at the same`() throws {
        try fill()
        let error = #expect(throws: DatabaseError.self) {
            try Restaurant.create(place: Place.get(1))
        }
        #expect(error?.kind == .unique(columns: ["town_restaurant.place_id"]))
        #expect(Restaurant.table.schema.field("place")?.isUnique == true)
    }

    @Test func `a query goes over it in both directions`() throws {
        try fill()
        #expect(try Place.filter { $0.restaurant.stars > 1 }.values { $0.name } == ["Grill"])
        #expect(try Restaurant.filter { $0.place.name == "Kiosk" }.count() == 1)
        #expect(try Place.filter { !$0.restaurant.exist }.values { $0.name } == ["Park"])
        #expect(try Restaurant.filter { $0.chef.name == "Ann" }.values { $0.stars } == [2])
        #expect(try Place.exclude { $0.restaurant.stars == 1 }.count() == 2)
    }

    @Test func `each side is read for all rows at once`() throws {
        try fill()
        let (stars, queries) = try QueryLog.collect {
            try Place.order { $0.id }.all().map { try $0.restaurant.first()?.stars }
        }
        #expect(stars == [1, 2, nil])
        #expect(queries.count == 2)
        let (names, back) = try QueryLog.collect {
            try Restaurant.order { $0.id }.all().map { try $0.place.get().name }
        }
        #expect(names == ["Kiosk", "Grill"])
        #expect(back.count == 2)
    }

    @Test func `a join reads either side in the same statement`() throws {
        try fill()
        let (found, queries) = try QueryLog.collect {
            try Place.query.selectRelated { $0.restaurant.chef }.order { $0.id }.all().map {
                let restaurant = try $0.restaurant.first()
                return try [
                    restaurant?.place.get().name ?? "-", restaurant?.chef?.get().name ?? "-",
                ]
            }
        }
        #expect(found == [["Kiosk", "-"], ["Grill", "Ann"], ["-", "-"]])
        #expect(queries.count == 1)
        #expect(throws: QueryError.self) {
            try Place.query.selectRelated { $0.restaurant.waiters }.all()
        }
    }

    @Test func `templates see both sides`() throws {
        try fill()
        #expect(
            try Place.get(2).value(ofMember: "restaurant")?.description == "Restaurant object (2)")
        #expect(try Place.get(3).value(ofMember: "restaurant")?.isTrue == false)
        #expect(try Restaurant.get(1).value(ofMember: "place")?.description == "Place object (1)")
    }

    @Test func `a row goes with the row that it points at`() throws {
        try fill()
        #expect(
            try Place.get(1).delete().perModel == ["town.Place": 1, "town.Restaurant": 1])
        try Citizen.get(1).delete()
        #expect(try Restaurant.get(2).chef == nil)
    }
}
