import ApusORM
import ApusValues
import FoundationEssentials
import Testing

@Suite struct FieldOptionsTests {
    @Test func `options reach the schema`() {
        let schema = Ware.schema
        #expect(schema.field("size")?.verboseName == "number of pieces")
        #expect(schema.field("rank")?.databaseDefault == .integer(7))
        #expect(schema.field("rank")?.defaultValue == .integer(3))
        #expect(
            schema.field("cut")?.choices
                == [FieldChoice("s", "Small"), FieldChoice("l", "Large")])
        #expect(
            schema.fields.filter(\.isBlank).map(\.name) == [
                "note", "remark", "contact", "created", "updated", "day", "time", "total",
                "heading",
                "parent",
            ])
        #expect(
            schema.fields.filter { !$0.isEditable }.map(\.name) == [
                "secret", "created", "updated", "day", "time", "total", "heading",
            ])
        #expect(schema.field("created")?.autoNow == .onCreate)
        #expect(schema.field("total")?.generated == "price * size")
        #expect(schema.field("heading")?.generated?.isStored == false)
        #expect(schema.indexes.map(\.condition) == ["price < 10", nil])
        #expect(
            schema.constraints.map(\.name) == [
                "price_positive", "big_enough", "one_featured", "one_code",
            ])
        #expect(schema.options.latestBy == ["updated"])
        #expect(schema.options.permissions == [ModelPermission("can_sell", "Can sell")])
        #expect(schema.options.comment == "What is sold")
    }

    @Test func `moments set themselves when a row is created and saved`() throws {
        try ModelDatabase.with(Ware.self) {
            let before = Date.present
            var ware = try Ware.create(title: "chair")
            #expect(ware.created >= before)
            #expect(try Ware.get(ware.id).created == ware.created)
            #expect(ware.day == CivilDate.present)
            let created = ware.created
            ware.updated = .distantPast
            ware.created = .distantPast
            try ware.save()
            #expect(ware.created == .distantPast)
            #expect(ware.updated >= created)
            let original = ware
            ware.updated = .distantPast
            try ware.save(changesFrom: original)
            #expect(ware.updated >= created)
            ware.remark = "changed"
            ware.updated = original.updated
            ware.day = .init(year: 2000, month: 1, day: 1)
            try ware.save(only: \.remark)
            #expect(try Ware.get(ware.id).remark == "changed")
            #expect(try Ware.get(ware.id).day == .present)
            let many = try Ware.bulkCreate([Ware(title: "many", code: "d", created: .distantPast)])
            #expect(many[0].created >= before)
        }
    }

    @Test func `the database computes generated columns and defaults`() throws {
        try ModelDatabase.with(Ware.self) {
            var ware = try Ware.create(title: "chair", size: 4, price: 2.5)
            #expect(ware.total == 0)
            try ware.refresh()
            #expect(ware.total == 10)
            #expect(ware.heading == "CHAIR")
            ware.size = 6
            ware.total = 999
            try ware.save()
            #expect(try Ware.get(ware.id).total == 15)
            #expect(try Ware.filter { $0.total > 12 }.count() == 1)
            let other = try Ware.query.create {
                $0.title = "table"
                $0.code = "other"
                $0.created = .distantPast
            }
            #expect(other.created > ware.created)
            #expect(other.heading == "TABLE")
            let connection = try Database.current.connection
            try connection.execute(
                "INSERT INTO fields_ware (title, size, price, cut, state, remark, secret, featured, "
                    + "shop, code, contact, created, updated, day) VALUES "
                    + "('t', 2, 1, 's', 'draft', '', '', 0, 2, 'x', '', '2026-01-01', '2026-01-01', "
                    + "'2026-01-01')")
            #expect(try Ware.filter { $0.code == "x" }.get().rank == 7)
        }
    }

    @Test func `the database's own defaults may be of any type`() throws {
        try ModelDatabase.with(Shade.self) {
            try Database.current.connection.execute("INSERT INTO fields_shade (rank) VALUES (1)")
            let shade = try Shade.query.get()
            #expect(shade.state == .inTransit)
            #expect(shade.day == CivilDate(year: 2026, month: 1, day: 2))
            #expect(shade.at == Date(timeIntervalSince1970: 0))
            #expect(shade.length == .seconds(2))
            #expect(shade.code.uuidString == "0F000000-0000-0000-0000-000000000001")
            #expect(shade.share == 0.5)
        }
    }

    @Test func `a model's order may follow relations`() throws {
        try ModelDatabase.with(Shade.self) {
            func shade(_ rank: Int, _ parent: Shade?) throws -> Shade {
                try Shade.create(
                    rank: rank, day: .present, length: .zero, code: UUID(), share: 0,
                    parent: parent)
            }
            let low = try shade(1, nil)
            let high = try shade(2, nil)
            let (ofLow, ofHigh) = (try shade(3, low), try shade(4, high))
            #expect(try Shade.filter { $0.rank > 2 }.all().map(\.id) == [ofHigh.id, ofLow.id])
        }
    }

    @Test func `what the database computes can't be set`() throws {
        try ModelDatabase.with(Ware.self) {
            let ware = try Ware.create(title: "chair")
            for attempt in [
                { _ = try Ware.query.update { $0.total = 3 } },
                { _ = try Ware.query.create { $0.total = 3 } },
                { _ = try Ware.bulkUpdate([ware]) { [$0.total] } },
                { _ = try Ware.getOrCreate { $0.total = 3 } },
            ] as [() throws -> Void] {
                let error = #expect(throws: QueryError.self) { try attempt() }
                #expect(
                    error?.description.hasPrefix("'total' is computed by the database: ") == true)
            }
        }
    }

    @Test func `a default that isn't constant is computed for each new row`() throws {
        let schema = Coupon.schema
        #expect(schema.fields.filter { $0.defaultValue != nil }.map(\.name) == ["state"])
        try ModelDatabase.with(Coupon.self) {
            let first = try Coupon.query.create { _ in }
            let second = try Coupon.query.create { _ in }
            #expect(first.code != second.code)
            #expect(first.note != second.note)
            #expect(first.time != second.time)
            #expect(first.state == .draft)
        }
    }

    @Test func `constraints and indexes are in the table`() throws {
        try ModelDatabase.with(Ware.self) {
            _ = try Ware.create(title: "chair", featured: true)
            for (ware, kind) in [
                (
                    Ware(title: "free", price: 0, code: "d"),
                    DatabaseError.Kind.check(constraint: "price_positive")
                ),
                (
                    Ware(title: "second", featured: true, code: "e"),
                    .unique(columns: ["fields_ware.shop"])
                ),
                (
                    Ware(title: "chair", code: "f"),
                    .unique(columns: ["fields_ware.title", "fields_ware.size"])
                ),
            ] {
                let error = #expect(throws: DatabaseError.self) { try ware.saved() }
                #expect(error?.kind == kind)
            }
            let indexes = try Database.current.connection.query(
                "SELECT sql FROM sqlite_master WHERE name = 'cheap'")
            #expect(
                indexes.first?[0]
                    == .text(#"CREATE INDEX "cheap" ON "fields_ware" ("price") WHERE price < 10"#))
            let computed = try Database.current.connection.query(
                "SELECT sql FROM sqlite_master WHERE name = 'by_heading'")
            #expect(
                computed.first?[0]
                    == .text(
                        #"CREATE INDEX "by_heading" ON "fields_ware" (lower(title), size DESC)"#))
        }
    }
}
