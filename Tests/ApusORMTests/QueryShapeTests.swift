import Testing

@testable import ApusORM

@Suite struct `A query's shape` {
    private func shape<Element: Model>(
        _ set: QuerySet<Element>, _ purpose: QueryPurpose = .select
    ) -> QueryShape? {
        var reader = ShapeReader(SQLiteDialect())
        return reader.shape(of: set.query, purpose)
    }

    private func bindings<Element: Model>(_ set: QuerySet<Element>) -> [SQLValue] {
        var reader = ShapeReader(SQLiteDialect())
        _ = reader.shape(of: set.query, .select)
        return reader.bindings
    }

    @Test func `is the same whatever the values`() throws {
        let one = Volume.filter { $0.title == "a" && $0.pages > 3 }.order { $0.id.descending }
        let other = Volume.filter { $0.title == "b" && $0.pages > 99 }.order { $0.id.descending }
        #expect(shape(one) != nil)
        #expect(shape(one) == shape(other))
        #expect(bindings(other) == [.text("b"), .integer(99)])
    }

    @Test func `differs wherever the SQL does`() throws {
        let plain = Volume.filter { $0.pages > 3 }
        let sets: [QuerySet<Volume>] = [
            plain, Volume.filter { $0.pages >= 3 }, Volume.filter { $0.id > 3 },
            Volume.filter { !($0.pages > 3) }, Volume.filter { $0.pages > 3 && $0.pages > 4 },
            Volume.filter { $0.pages > 3 || $0.pages > 4 },
            plain.filter { $0.pages > 4 }, plain.order { $0.id.ascending },
            plain.order { $0.id.descending }, plain.order { $0.title.ascending },
            plain.order { $0.title.ascending(nulls: .last) }, plain.limit(3), plain.limit(4),
            plain.offset(3), plain.distinct(), plain.unordered(),
            Volume.filter { $0.title.contains("a") }, Volume.filter { $0.title.startsWith("a") },
            Volume.filter { $0.shelf.name == "a" }, Volume.filter { $0.title == "a" },
            Volume.filter { $0.pages.in([1, 2]) }, Volume.filter { $0.pages.in([1]) },
        ]
        let shapes = sets.map { shape($0) }
        for (index, one) in shapes.enumerated() {
            #expect(one != nil, "\(index)")
            for (place, other) in shapes.enumerated() where place != index {
                #expect(one != other, "\(index) and \(place)")
            }
        }
        #expect(shape(plain, .count) != shape(plain))
        #expect(shape(plain, .exists) != shape(plain, .count))
        #expect(shape(plain, .delete) != shape(plain))
    }

    @Test func `binds what the SQL binds, in its order`() throws {
        let sets: [QuerySet<Volume>] = [
            Volume.filter { $0.title.contains("50%") && $0.pages == 3 },
            Volume.filter { $0.shelf.name == "a" || $0.pages.in([1, 2]) }.limit(3),
            Volume.filter { !($0.title == "a") }.filter { $0.pages > 3 },
            Volume.exclude { $0.title == "a" }.order { $0.shelf.name.ascending },
        ]
        for set in sets {
            let sql = try set.sql()
            #expect(shape(set) != nil)
            #expect(bindings(set) == sql.bindings, "\(sql.text)")
        }
    }

    @Test func `is not read off what is rare`() throws {
        let inner = Shelf.filter { $0.name == "a" }
        #expect(shape(Volume.exclude { $0.shelf.name == "a" }) == nil)
        #expect(shape(Volume.filter { $0.shelf.in(inner) }) == nil)
    }
}
