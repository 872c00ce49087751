import ApusORM
import ApusValues
import FoundationEssentials
import Testing

@Model(app: "stand")
struct Magazine {
    @Field(maxLength: 50) var title: String
    @Field(digits: 8, places: 2) var price: Decimal
    var rating: Double?
    var pages: Int
    var published: CivilDate
    var added: Date
    var opens: TimeOfDay
    var code: UUID
    var meta: DynamicValue
    @Reverse(\Copy.magazine) var copies: Related<Copy>
}

/// A model whose rows are pointed at by a UUID.
@Model(app: "stand")
struct Rack {
    @Field(primaryKey: true) var id: UUID = UUID()
    @Reverse(\Copy.rack) var copies: Related<Copy>
}

@Model(app: "stand")
struct Copy {
    var magazine: ForeignKey<Magazine>
    @Field(onDelete: .setNull) var rack: ForeignKey<Rack>?
}

extension Trait where Self == OwnDatabase {
    /// A database with six magazines, a to f.
    static var magazines: Self {
        OwnDatabase {
            try $0.makeTables(of: [Magazine.self, Rack.self, Copy.self])
            let rows: [(String, Double?, Int, String)] = [
                ("10.00", 4.5, 100, #"{"n": 1, "flag": true}"#),
                ("25.50", 3, 250, #"{"n": 2, "flag": false, "o": {"k": "é"}}"#),
                ("5.25", nil, 50, #""abc""#), ("99.99", 5, 999, #"{"n": null}"#),
                ("0.00", 1.5, 10, "1"), ("25.50", 3, 250, #"{"k": "é"}"#),
            ]
            for (index, (price, rating, pages, meta)) in rows.enumerated() {
                try Magazine.create(
                    title: String(UnicodeScalar(UInt8(97 + index))),
                    price: #require(Decimal(string: price)), rating: rating, pages: pages,
                    published: CivilDate(year: 2020, month: 1 + index, day: 15),
                    added: Date(timeIntervalSince1970: 1_579_514_400 + Double(index) * 86_400),
                    opens: TimeOfDay(hour: 10, minute: index),
                    code: #require(UUID(uuidString: "0f8fad5b-d9cb-469f-a165-70867728950\(index)")),
                    meta: DynamicValue(json: meta))
            }
        }
    }
}

/// Lookups by name with values of every type, as Django answers them.
@Suite(.magazines) struct LookupValueTests {
    private func ids(_ query: QuerySet<Magazine>) throws -> [Int] {
        try query.order(by: "pk").all().map(\.id.value)
    }

    private func ids(_ name: String, _ value: LookupValue) throws -> [Int] {
        try ids(Magazine.query.filter(name, value))
    }

    private func message(_ body: () throws -> Any) -> String? {
        #expect(throws: QueryError.self) { _ = try body() }?.description
    }

    @Test func `what is computed of decimals and integers has fractions on either side`() throws {
        func ids(
            _ left: LookupValue, _ operation: String, _ right: LookupValue, _ lookup: String,
            _ value: LookupValue
        ) throws -> [Int] {
            try self.ids(
                Magazine.query.annotate("x", .calculation(left, operation, right))
                    .filter(lookup, value))
        }
        let (price, pages) = (LookupValue.field("price"), LookupValue.field("pages"))
        #expect(try ids(price, "*", pages, "x__gt", 262.5) == [1, 2, 4, 6])
        #expect(try ids(pages, "*", price, "x__gt", 262.5) == [1, 2, 4, 6])
        #expect(try ids(price, "+", 1, "x__lt", 26.5) == [1, 3, 5])
        #expect(try ids(price, "*", 2, "x", 10.5) == [3])
        // What is computed of integers alone is an integer, and so is what it is compared with.
        #expect(try ids(pages, "+", 1, "x__gt", 250.5) == [2, 4, 6])
        let sum = Magazine.query.grouped(by: ["rating"])
            .annotate("x", .aggregation("Sum", .calculation(price, "*", pages)))
        #expect(try sum.filter("x__gt", 12749.5).filter("rating", 3).selecting(["x"]).count() == 1)
    }

    @Test func `functions of several numbers have fractions where one of them has`() throws {
        func ids(
            _ name: String, _ arguments: [LookupValue], _ lookup: String, _ value: LookupValue
        ) throws -> [Int] {
            try self.ids(
                Magazine.query.annotate("x", .call(name, arguments)).filter(lookup, value))
        }
        #expect(try ids("Power", [.field("pages"), 0.5], "x__gt", 15.9) == [4])
        #expect(try ids("Sign", [.field("price")], "x", 0.5) == [])
        #expect(try ids("Mod", [.field("pages"), 7], "x__gt", 1.5) == [1, 2, 4, 5, 6])
        let some = LookupValue.call("NullIf", [.field("pages"), 50])
        #expect(try ids("Coalesce", [some, .field("price")], "x", 5.25) == [3])
        #expect(try ids("Least", [.field("pages"), .field("price")], "x", 25.5) == [2, 6])
        let cheap = LookupValue.choice(
            [(.named("pages", 10, of: Magazine.self), 1)], otherwise: .field("price"))
        #expect(try self.ids(Magazine.query.annotate("x", cheap).filter("x", 5.25)) == [3])
    }

    @Test func `truth values are not numbers`() throws {
        #expect(try ids("meta__flag", true) == [1])
        #expect(try ids("meta__flag", false) == [2])
        #expect(try ids("meta__flag", LookupValue(true)) == [1])
        #expect(try ids("meta__flag__in", [true, 1]) == [1])
        #expect(try ids("meta__flag", 1) == [])
        #expect(try ids("meta__n", 1) == [1])
        #expect(try ids("rating__isnull", true) == [3])
        #expect(try ids("meta__n__isnull", false) == [1, 2, 4])
        for name in ["rating__isnull", "meta__isnull"] {
            for value: LookupValue in [1, 0, "True"] {
                #expect(
                    message { try ids(name, value) }
                        == "The QuerySet value for an isnull lookup must be True or False.")
            }
        }
        #expect(
            message { try ids("rating__isnull", nil) } == "Cannot use None as a query value")
        #expect(try ids("title", true) == [])
        #expect(try ids("title__icontains", false) == [])
        let open = Magazine.query.annotate(
            "open", .condition(.named("pages", 10, of: Magazine.self)))
        #expect(try ids(open.filter("open", true)) == [5])
        #expect(try ids(Magazine.query.filter { _ in Condition(true as LookupValue) }).count == 6)
    }

    @Test func `a UUID's text is read however it is written`() throws {
        let text = "0f8fad5b-d9cb-469f-a165-708677289501"
        let bare = text.replacing("-", with: "")
        for form in [text, bare, bare.uppercased(), "{\(text)}", "urn:uuid:\(text)"] {
            #expect(try ids("code", .value(.text(form))) == [2])
            #expect(try ids("code__in", [.value(.text(form))]) == [2])
        }
        #expect(try ids("code", LookupValue(#require(UUID(uuidString: text)))) == [2])
        #expect(try ids("code__range", [.value(.text(text)), .value(.text(text))]) == [2])
        #expect(try ids("code", 5) == [])
        for wrong: LookupValue in ["zzz", "", -1, .value(.text(text + "0"))] {
            let error = message { try ids("code", wrong) }
            #expect(error?.hasSuffix("” is not a valid UUID.") == true)
        }
        #expect(message { try ids("code__in", ["zzz"]) } == "“zzz” is not a valid UUID.")
        #expect(try ids("code__icontains", "708677289502") == [3])
        #expect(try ids("code__startswith", "0F8FAD5B-d9cb-4").count == 6)
        #expect(try ids("code__iexact", .value(.text(text))) == [2])
        #expect(try ids("code__endswith", .cast(.value(.text("9-501")), .text())) == [2])
        #expect(try ids("code__regex", "-") == [])
    }

    @Test func `a foreign key to a UUID takes its text`() throws {
        let rack = try Rack().saved()
        try Copy.create(magazine: Magazine.get(1), rack: rack)
        let text = rack.id.uuidString
        for name in ["rack", "rack_id", "rack__id", "rack__pk"] {
            #expect(try Copy.query.filter(name, .value(.text(text))).count() == 1)
            #expect(
                message { try Copy.query.filter(name, "x").count() } == "“x” is not a valid UUID.")
        }
        #expect(try Copy.query.update(named: [("rack", .value(.text(text)))]) == 1)
        #expect(try Copy.query.get().rack?.id == rack.id)
    }

    @Test func `a document may be a scalar, and is the same however its text is written`() throws {
        #expect(try ids("meta", "abc") == [3])
        #expect(try ids("meta", 1) == [5])
        #expect(try ids("meta", "1") == [])
        #expect(try ids("meta__in", ["abc", 1, nil]) == [3, 5])
        #expect(try ids("meta__in", [nil]) == [])
        #expect(try ids(Magazine.query.exclude("meta", 1)) == [1, 2, 3, 4, 6])
        #expect(try ids("meta", .json(#"{"k":"é"}"#)) == [6])
        #expect(try ids("meta", .json(#"{ "k" : "\u00e9" }"#)) == [6])
        #expect(try ids("meta__o", .json(#"{"k":"é"}"#)) == [2])
        #expect(try ids("meta__k", "é") == [6])
        #expect(try ids("meta", LookupValue(DynamicValue.string("abc"))) == [3])
        #expect(try ids("meta__gt", 0) == [1, 2, 4, 5, 6])
        let part = Magazine.query.annotate("n", .field("meta__n"))
        #expect(try ids(part.filter("n", 2)) == [2])
        #expect(try ids(part.filter("n__in", [1, 2])) == [1, 2])
        let whole = Magazine.query.annotate("m", .field("meta"))
        #expect(try ids(whole.filter("m", "abc")) == [3])
        #expect(try ids(whole.filter("m__n", 2)) == [2])
    }

    @Test func `a document is written as it is looked for`() throws {
        let documents: [LookupValue] = [true, .json(#"{"k":"ö"}"#), [1, "a", nil, false]]
        for document in documents {
            try Magazine.query.filter("pk", 2).update(named: [("meta", document)])
            #expect(try ids("meta", document) == [2])
        }
        #expect(try Magazine.get(2).meta.sqlValue == .text(#"[1, "a", null, false]"#))
    }

    @Test func `a document that is null is not one that is missing`() throws {
        try Magazine.query.filter("pk", 5).update(named: [("meta", .json("null"))])
        #expect(try ids("meta", nil) == [5])
        #expect(try ids("meta__isnull", true) == [])
        #expect(try ids("meta__n", nil) == [4])
        #expect(try ids("meta__n__in", [nil, 1]) == [1])
        #expect(try ids("meta__n__iexact", nil) == [3, 5, 6])
        for name in ["meta__n__gt", "meta__icontains"] {
            #expect(message { try ids(name, nil) } == "Cannot use None as a query value")
        }
    }

    @Test func `JSON's null is read as NULL`() throws {
        let query = Magazine.query.order(by: "pk").filter("pk__in", [1, 3, 4])
            .annotate("x", .field("meta__n"))
        for name in ["meta__n", "x"] {
            #expect(try query.values(named: [name]) == [[1], [.null], [.null]])
        }
        #expect(
            try Magazine.query.filter("meta__flag__isnull", false).order(by: "pk")
                .values(named: ["title", "meta__flag"])
                == [[.text("a"), .text("true")], [.text("b"), .text("false")]])
        try Magazine.query.filter("pk", 1).update(named: [("meta", .json("null"))])
        #expect(try Magazine.query.filter("pk", 1).values(named: ["meta"]) == [[.null]])
    }

    @Test func `integers that the database can't have are more or less than all`() throws {
        let large: [LookupValue] = ["99999999999999999999", 1e20, " +9223372036854775808 "]
        for value in large {
            #expect(try ids("pages", value) == [])
            #expect(try ids("pages__gt", value) == [])
            #expect(try ids("pages__lt", value).count == 6)
            #expect(try ids("pages__lte", value).count == 6)
            #expect(try ids("pages__in", [value, 10]) == [5])
            #expect(try ids("pages__range", [250, value]) == [2, 4, 6])
            #expect(throws: NotFound.self) { try Magazine.query.filter("pk", value).get() }
        }
        for value: LookupValue in ["-99999999999999999999", -1e20] {
            #expect(try ids("pages__gte", value).count == 6)
            #expect(try ids("pages__lt", value) == [])
            #expect(try ids("pages__range", [value, 50]) == [3, 5])
        }
        #expect(try ids(Magazine.query.exclude("pages", "99999999999999999999")).count == 6)
        #expect(try ids("copies__magazine", "99999999999999999999") == [])
        try Copy.create(magazine: Magazine.get(2))
        #expect(try ids("copies__id__lt", "99999999999999999999") == [2])
        #expect(
            try ids(Magazine.query.exclude("copies__id__lt", "99999999999999999999"))
                == [1, 3, 4, 5, 6])
        #expect(
            message { try ids("pages", "99999999999999999999x") }
                == "Field 'pages' expected a number but got '99999999999999999999x'.")
    }

    @Test func `blanks around a number don't count`() throws {
        #expect(try ids("pages", " 250 ") == [2, 6])
        #expect(try ids("price", "10.00 ") == [1])
        #expect(try ids("rating", "\t4.5") == [1])
        #expect(message { try ids("price", "nan") } == "“nan” value must be a decimal number.")
    }

    @Test func `text for a day is a day that there is`() throws {
        for text: LookupValue in ["2020-01-15", "2020-1-15", "20200115"] {
            #expect(try ids("published", text) == [1])
        }
        #expect(try ids("added__date", "2020-1-20") == [1])
        for name in ["published", "added__date"] {
            #expect(
                message { try ids(name, "2020-02-31") }
                    == "“2020-02-31” value has the correct format (YYYY-MM-DD) but it is an invalid date."
            )
            for text in ["2020-01-15junk", "2020-01-15 10:00:00", " 2020-01-15"] {
                #expect(
                    message { try ids(name, .value(.text(text))) }
                        == "“\(text)” value has an invalid date format. It must be in YYYY-MM-DD format."
                )
            }
        }
        let moment = LookupValue(Date(timeIntervalSince1970: 1_579_514_400))
        #expect(try ids("added__date", moment) == [1])
        #expect(try ids("added__time__lte", moment).count == 6)
        #expect(try ids("published", LookupValue(CivilDate(year: 2020, month: 1, day: 15))) == [1])
    }

    @Test func `a number is no day and only 0 and 1 are truth values`() throws {
        for name in ["published", "added", "opens", "added__date"] {
            let error = message { try ids(name, 250) }
            #expect(error?.hasSuffix("expected a date or a time but got 250.") == true)
        }
        let open = Magazine.query.annotate(
            "open", .condition(.named("pages", 10, of: Magazine.self)))
        #expect(try ids(open.filter("open", 1)) == [5])
        #expect(
            message { try ids(open.filter("open", 2)) }
                == "“2” value must be either True or False.")
    }

    @Test func `the key of a relation is compared with the whole part of a number`() throws {
        for magazine in try Magazine.query.order(by: "pk").limit(2).all() {
            try Copy.create(magazine: magazine)
        }
        #expect(try Copy.query.filter("magazine__gte", 1.5).count() == 2)
        #expect(try Copy.query.filter("magazine__id__gte", 1.5).count() == 1)
    }

    @Test func `text for a moment is one that there is`() throws {
        for text: LookupValue in [
            "2020-01-20 10:00", "2020-1-20T10:00:00Z", "2020-01-20 11:00:00+01:00", "2020-01-20 10",
        ] {
            #expect(try ids("added", text) == [1])
        }
        #expect(try ids("added__lt", "2020-1-21") == [1])
        #expect(try ids("added", LookupValue(Date(timeIntervalSince1970: 1_579_514_400))) == [1])
        #expect(
            message { try ids("added", "2020-02-31") }
                == "“2020-02-31” value has the correct format (YYYY-MM-DD) but it is an invalid date."
        )
        for text in ["2020-02-31 10:00", "2020-01-20 25:00"] {
            let form = "YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]"
            #expect(
                message { try ids("added", .value(.text(text))) }
                    == "“\(text)” value has the correct format (\(form)) but it is an invalid date/time."
            )
        }
        for text in ["2020-01-15junk", "banana"] {
            let form = "YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]"
            #expect(
                message { try ids("added", .value(.text(text))) }
                    == "“\(text)” value has an invalid format. It must be in \(form) format.")
        }
    }

    @Test func `text for a time of day is one that there is`() throws {
        #expect(try ids("opens", "10:00") == [1])
        #expect(try ids("opens", "10:1") == [2])
        #expect(try ids("added__time", "10:00:00").count == 6)
        for name in ["opens", "added__time"] {
            #expect(
                message { try ids(name, "banana") }
                    == "“banana” value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format."
            )
            #expect(
                message { try ids(name, "25:99") }
                    == "“25:99” value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time."
            )
        }
    }

    @Test func `what is equal to a query's value needs a query of one row`() throws {
        let all = Magazine.query.order(by: "pk")
        let error =
            "The QuerySet value for an exact lookup must be limited to one result using slicing."
        for name in ["copies__magazine", "pages", "meta"] {
            for rows in [all, all.limit(2), all.none()] {
                #expect(message { try ids(name, .rows(of: rows, columns: ["pk"])) } == error)
            }
        }
        #expect(try ids("pages", .rows(of: all.offset(1).limit(1), columns: ["pages"])) == [2, 6])
        #expect(try ids("pages__gt", .rows(of: all, columns: ["pages"])) == [2, 4, 6])
        #expect(
            message { try ids("pages__in", .rows(of: all, columns: ["pk", "pages"])) }
                == "The QuerySet value for the 'in' lookup must have 1 selected fields (received 2)"
        )
    }

    @Test func `a day has no hours and a time no months`() throws {
        func message(_ function: String, _ field: String) throws -> String? {
            self.message {
                try Magazine.query.annotate("x", .call(function, [.field(field)])).all()
            }
        }
        #expect(
            try message("ExtractHour", "published")
                == "Cannot extract time component 'hour' from DateField 'published'.")
        #expect(
            try message("TruncHour", "published")
                == "Cannot truncate DateField 'published' to DateTimeField.")
        #expect(
            try message("TruncTime", "published")
                == "Cannot truncate DateField 'published' to TimeField.")
        #expect(
            try message("TruncMonth", "opens")
                == "Cannot truncate TimeField 'opens' to DateTimeField.")
        let cut = Magazine.query.annotate("x", .call("TruncHour", [.field("opens")]))
        #expect(try cut.filter("x", "10:00").count() == 6)
        let rounded = Magazine.query.annotate("x", .call("Round", [.field("price"), -1]))
        #expect(
            self.message { try rounded.all() } == "SQLite does not support negative precision.")
        #expect(
            self.message { try Magazine.query.values { $0.pages.rounded(-1) } }
                == "SQLite does not support negative precision.")
    }

    @Test func `an update sets no rows that point here`() throws {
        #expect(
            message { try Magazine.query.update(named: [("copies", 1)]) }
                == "Cannot update model field <ManyToOneRel: copies> (only non-relations and foreign keys permitted)."
        )
    }
}
