import ApusORM
import ApusValues
import FoundationEssentials
import Testing

@Suite struct FieldTypesTests {
    private func parcel() -> Parcel {
        Parcel(
            code: UUID(), day: CivilDate(year: 2026, month: 2, day: 3), email: "a@b.co", slug: "a")
    }

    /// A parcel that `validate()` has nothing against.
    private func validParcel() -> Parcel {
        var parcel = parcel()
        parcel.price = 1
        parcel.site = "https://example.com"
        parcel.stamps = [Stamp(place: "Delft")]
        return parcel
    }

    @Test func `types choose their columns`() {
        let types = Parcel.schema.fields.map { "\($0.name) \($0.type)\($0.isNullable ? "?" : "")" }
        #expect(
            types == [
                "id key", "code uuid", "price decimal(digits: 10, places: 2)",
                "weight decimal(digits: 30, places: 0)?", "day date", "pickup time?",
                "travel duration", "tiny smallInteger", "byte positiveSmallInteger",
                "small positiveSmallInteger", "medium positiveInteger",
                "large positiveBigInteger", "larger positiveBigInteger?",
                "email email(maxLength: 254)", "slug slug(maxLength: 20)",
                "site url(maxLength: 200)", "sender ipAddress?", "label filePath(maxLength: 100)",
                "state text(maxLength: Optional(10))", "previous text(maxLength: nil)?",
                "priority bigInteger", "colour bigInteger", "stamps json", "options json?",
            ])
        #expect(Parcel.schema.field("slug")?.needsIndex == true)
        #expect(Parcel.schema.field("site")?.needsIndex == false)
        #expect(Parcel.schema.field("email")?.needsIndex == false)
        #expect(Parcel.schema.field("price")?.defaultValue == .real(3.133))
        #expect(Parcel.schema.field("state")?.defaultValue == .text("draft"))
    }

    @Test func `values of every type are read back as they were`() throws {
        try ModelDatabase.with(Parcel.self) {
            var full = parcel()
            #expect(full.price == Decimal(string: "3.133"))
            full.weight = Decimal(string: "123456789012345678")
            full.pickup = TimeOfDay(hour: 4, minute: 5, second: 6, microsecond: 70)
            full.travel = .microseconds(-90_000_000_001)
            full.large = UInt(Int.max)
            full.larger = 0
            full.sender = "::1"
            full.state = .inTransit
            full.previous = .delivered
            full.priority = .high
            full.stamps = [Stamp(place: "Köln, \"Süd\"", cents: 3), Stamp(place: "a/b")]
            full.options = JSON(["b": 2, "a": 1])
            try full.save()
            #expect(try Parcel.get(full.id) == full)
            var bare = parcel()
            bare.email = "c@d.eu"
            try bare.save()
            #expect(try Parcel.get(bare.id) == bare)
            let row = try #require(
                try Database.current.connection.query(
                    "SELECT * FROM fields_parcel WHERE id = ?", [.integer(Int64(full.id.value))]
                ).first)
            #expect(row["code"] == .text(full.code.uuidString.lowercased().filter { $0 != "-" }))
            #expect(row["price"] == .real(3.133))
            #expect(row["weight"] == .integer(123_456_789_012_345_678))
            #expect(row["day"] == .text("2026-02-03"))
            #expect(row["pickup"] == .text("04:05:06.000070"))
            #expect(row["travel"] == .integer(-90_000_000_001))
            #expect(row["state"] == .text("inTransit"))
            #expect(row["colour"] == .integer(0x010203))
            #expect(
                row["stamps"]
                    == .text(
                        #"[{"cents": 3, "place": "K\u00f6ln, \"S\u00fcd\""}, "#
                            + #"{"cents": 0, "place": "a/b"}]"#))
            #expect(row["options"] == .text(#"{"a": 1, "b": 2}"#))
        }
    }

    @Test func `every type is compared, ordered and calculated with in queries`() throws {
        try ModelDatabase.with(Parcel.self) {
            var low = parcel()
            var high = parcel()
            (low.price, high.price) = (Decimal(string: "0.1")!, Decimal(string: "0.2")!)
            (low.day, high.day) = (.init(year: 2025, month: 12, day: 31), high.day)
            (low.pickup, high.pickup) = (.init(hour: 9, minute: 5), .init(hour: 10, minute: 0))
            (low.travel, high.travel) = (.seconds(1), .seconds(100))
            (low.email, low.slug) = ("low@b.co", "low")
            (low.state, high.state) = (.draft, .delivered)
            (low.large, high.large) = (1, 10)
            try low.save()
            try high.save()
            let dearest = try Parcel.order { $0.price.descending }.first()
            #expect(dearest == high)
            #expect(try Parcel.filter { $0.price > Decimal(string: "0.15")! }.get() == high)
            #expect(try Parcel.filter { $0.code == low.code }.get() == low)
            #expect(
                try Parcel.filter { $0.day < CivilDate(year: 2026, month: 1, day: 1) }.get() == low)
            #expect(
                try Parcel.filter { $0.pickup >= TimeOfDay(hour: 10, minute: 0) }.get() == high)
            #expect(try Parcel.filter { $0.travel > .seconds(2) }.get() == high)
            #expect(try Parcel.filter { $0.state == .delivered }.get() == high)
            #expect(try Parcel.filter { $0.state.in([.draft, .inTransit]) }.get() == low)
            #expect(try Parcel.filter { $0.previous == nil }.count() == 2)
            #expect(try Parcel.filter { $0.large.in(5...20) }.get() == high)
            #expect(try Parcel.filter { $0.large < UInt.max }.count() == 2)
            #expect(try Parcel.filter { $0.large == UInt.max }.count() == 0)
            #expect(try Parcel.filter { $0.colour == low.colour }.count() == 2)
            #expect(try Parcel.filter { $0.email.istartsWith("LOW") }.get() == low)
            let sum = try Parcel.query.values { $0.price.sum }.first
            #expect(sum == Decimal(string: "0.3"))
            try Parcel.filter { $0.slug == "low" }.update { $0.price += 4 }
            #expect(try Parcel.get(low.id).price == Decimal(string: "4.1"))
        }
    }

    @Test func `a value that no column can hold is refused, and names its field`() throws {
        /// The fields and messages of the `ValidationError` that `body` throws.
        func refusal(_ body: () throws -> Void) throws -> [String] {
            do {
                try body()
                return []
            } catch let error as ValidationError {
                return error.problems.map { "\($0.field ?? "-") \($0.code): \($0.message)" }
            }
        }
        try ModelDatabase.with(Parcel.self, Moments.self) {
            var nothing = validParcel()
            nothing.price = .nan
            var late = validParcel()
            late.day = CivilDate(year: 12_000, month: 1, day: 1)
            var never = parcel()
            never.pickup = TimeOfDay(hour: 24, minute: 0)
            var noJSON = Moments(at: .now)
            noJSON.payload = .list([.double(.nan)])
            var noDate = Moments(at: Date(timeIntervalSince1970: .nan))
            noDate.payload = .null
            let number = "price invalid: “NaN” value must be a decimal number."
            let year =
                "day invalid_date: The date is later than the year 9999: columns hold the years 0 to "
                + "9999."
            #expect(try refusal { try nothing.validate() } == [number])
            #expect(try refusal { _ = try nothing.saved() } == [number])
            #expect(try refusal { try Parcel.bulkCreate([nothing]) } == [number])
            #expect(try refusal { try late.validate() } == [year])
            #expect(try refusal { _ = try late.saved() } == [year])
            #expect(
                try refusal { _ = try never.saved() }
                    == ["pickup invalid_time: The day has no such time."])
            #expect(
                try refusal { _ = try noJSON.saved() }
                    == ["payload invalid: Value must be valid JSON."])
            #expect(
                try refusal { _ = try noDate.saved() }
                    == ["at invalid_datetime: The calendar has no such date."])
            var large = validParcel()
            large.large = .max
            #expect(
                try refusal { _ = try large.saved() }
                    == [
                        "large max_value: Ensure this value is less than or equal to "
                            + "9223372036854775807."
                    ])
            let far = Moments(at: Date(timeIntervalSince1970: 320_000_000_000))
            #expect(try refusal { _ = try far.saved() }.count == 1)
            #expect(try Parcel.count() == 0 && Moments.count() == 0)

            var saved = try parcel().saved()
            saved.price = .nan
            #expect(try refusal { try saved.save(only: \.price) } == [number])
            #expect(try refusal { try Parcel.bulkUpdate([saved]) { [$0.price] } } == [number])
            #expect(try refusal { try Parcel.query.update { $0.price = .nan } } == [number])
            #expect(
                try refusal { try Parcel.query.update { $0.day = late.day } } == [year])
            #expect(try Parcel.all().count == 1)
            #expect(try Parcel.filter { $0.day < late.day }.count() == 1)
        }
    }

    @Test func `IP addresses are stored and looked for in their one spelling`() throws {
        try ModelDatabase.with(Parcel.self) {
            var sent = validParcel()
            sent.sender = "2001:0DB8::0:01"
            try sent.validate()
            try sent.save()
            #expect(try Parcel.get(sent.id).sender == "2001:db8::1")
            #expect(try Parcel.filter { $0.sender == "2001:DB8:0::1" }.count() == 1)
            #expect(try Parcel.filter { $0.sender != "2001:DB8:0::1" }.count() == 0)
            #expect(try Parcel.filter { $0.sender.in(["2001:DB8:0::1"]) }.count() == 1)
            #expect(try Parcel.query.filter("sender", "2001:DB8:0::1").count() == 1)
            #expect(try Parcel.query.filter("sender__in", ["2001:DB8:0::1"]).count() == 1)
            try Parcel.query.update { $0.sender = "::FFFF:0a0a:0a0a" }
            #expect(try Parcel.get(sent.id).sender == "::ffff:10.10.10.10")
            sent.sender = "::0"
            try sent.save(only: \.sender)
            #expect(try Parcel.get(sent.id).sender == "::")
        }
    }

    @Test func `cells that are none of the type's throw`() throws {
        try ModelDatabase.with(Parcel.self) {
            let saved = try Parcel.create(
                code: UUID(), day: CivilDate(year: 2026, month: 2, day: 3))
            for (column, value) in [
                ("code", "abc"), ("state", "lost"), ("pickup", "25:00"), ("stamps", "{}"),
                ("byte", "256"), ("price", "dear"), ("priority", "2"),
            ] {
                let before = try Database.current.connection.query(
                    "SELECT \(column) AS c FROM fields_parcel")
                try Database.current.connection.execute(
                    "UPDATE fields_parcel SET \(column) = '\(value)'")
                let error = #expect(throws: DatabaseError.self) { try Parcel.get(saved.id) }
                #expect(error?.kind == .decoding)
                try Database.current.connection.execute(
                    "UPDATE fields_parcel SET \(column) = ?", [before[0][0]])
                #expect(try Parcel.get(saved.id) == saved)
            }
        }
    }

    @Test func `a UUID is read with dashes as well, and money without its binary dust`() throws {
        let code = UUID()
        #expect(try UUID(storedAs: .text(code.uuidString)) == code)
        #expect(try Decimal(storedAs: .real(0.1 + 0.2)) == Decimal(string: "0.3"))
        #expect(try Decimal(storedAs: .text("12.50")) == Decimal(string: "12.5"))
        #expect(throws: DatabaseError.self) { try UUID(storedAs: .text(code.uuidString + "0")) }
        #expect(throws: DatabaseError.self) { try Decimal(storedAs: .null) }
        // Foundation reads these as numbers of quite another size.
        for text in ["1e223372335808", "1e300", "-1e-300"] {
            #expect(throws: DatabaseError.self) { try Decimal(storedAs: .text(text)) }
        }
        #expect(try Decimal(storedAs: .text("1e100")) == Decimal(string: "1e100"))
    }

    @Test func `choices have labels, of their names or their own`() throws {
        #expect(ParcelState.choices.map(\.label) == ["Draft", "In Transit", "Delivered"])
        #expect(Priority.choices.map(\.label) == ["Can wait", "Can wait", "Very urgent"])
        #expect(Parcel.schema.field("previous")?.choices == ParcelState.choices)
        var value = parcel()
        value.state = .inTransit
        #expect(try value.member("state") == "inTransit")
        #expect(try value.member("state_label") == "In Transit")
        #expect(try value.member("get_priority_display") == "Can wait")
        let ware = Ware(title: "ab", cut: "l")
        #expect(try ware.member("get_cut_display") == "Large")
    }

    @Test func `documents are read and changed by their parts`() throws {
        struct Settings: Codable { var theme = "light" }
        var settings = JSON(Settings())
        settings.theme = "dark"
        #expect(settings.theme == "dark")
        #expect(settings.sqlValue == .text(#"{"theme": "dark"}"#))
        guard case .dictionary(let parts) = settings.dynamicValue else {
            Issue.record("no dictionary")
            return
        }
        #expect(parts["theme"]?.description == "dark")
        #expect(try DynamicValue(storedAs: .text("[1, null]")).sqlValue == .text("[1, null]"))
        #expect(JSON(Double.nan).sqlValue.description.contains("no JSON"))
    }
}

extension SQLValue {
    fileprivate var description: String { "\(self)" }
}
