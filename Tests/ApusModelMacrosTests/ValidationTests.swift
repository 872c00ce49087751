import ApusORM
import ApusValues
import FoundationEssentials
import Testing

@Suite struct ValidationTests {
    /// What is wrong with a row, as `field code: message`.
    private func problems(
        _ ware: Ware, excluding: Set<String> = []
    ) throws -> [String] {
        try ModelDatabase.with(Ware.self) { try report(ware, excluding: excluding) }
    }

    private func report(_ ware: Ware, excluding: Set<String> = []) throws -> [String] {
        do {
            try ware.validate(excluding: excluding)
            return []
        } catch let error as ValidationError {
            return error.problems.map { "\($0.field ?? "-") \($0.code): \($0.message)" }
        }
    }

    @Test func `a row without mistakes is valid`() throws {
        #expect(try problems(Ware(title: "chair")) == [])
    }

    @Test func `empty texts, lengths, patterns and limits have Django's words`() throws {
        #expect(
            try problems(Ware(title: "", remark: "x")) == [
                "title blank: This field cannot be blank."
            ])
        #expect(
            try problems(Ware(title: "A")) == [
                "title min_length: Ensure this value has at least 2 characters (it has 1).",
                "title invalid: Enter a valid value.",
            ])
        #expect(
            try problems(Ware(title: "abcdefghijklm", size: 3, price: 123.456)) == [
                "title max_length: Ensure this value has at most 12 characters (it has 13).",
                "size odd: Enter an even number.",
                "price max_digits: Ensure that there are no more than 5 digits in total.",
                "price max_value: Ensure this value is less than or equal to 100.",
            ])
        #expect(
            try problems(Ware(title: "ab", price: Decimal(string: "1.125")!)) == [
                "price max_decimal_places: Ensure that there are no more than 2 decimal places."
            ])
        #expect(
            try problems(Ware(title: "ab", contact: "nobody")) == [
                "contact invalid: Enter a valid email address."
            ])
    }

    @Test func `choices, and what may be left empty`() throws {
        #expect(
            try problems(Ware(title: "ab", cut: "xl")) == [
                "cut invalid_choice: Value 'xl' is not a valid choice."
            ])
        #expect(
            try problems(Ware(title: "ab", reason: nil, code: "")) == [
                "reason blank: This field cannot be blank.",
                "code blank: This field cannot be blank.",
            ])
    }

    @Test func `a model's own rules name a field or none`() throws {
        #expect(
            try problems(Ware(title: "ab", remark: "ab")) == ["remark echo: Say something else."])
        #expect(
            try problems(Ware(title: "forbidden")) == ["- invalid: No such wares here."])
    }

    @Test func `what is taken is found before the database refuses it`() throws {
        try ModelDatabase.with(Ware.self) {
            let first = try Ware.create(title: "chair", featured: true)
            #expect(try report(first) == [])
            #expect(
                try report(Ware(title: "chair")) == [
                    "- unique_together: Shop article with this Title and Number of pieces "
                        + "already exists.",
                    "code unique: Shop article with this Code already exists.",
                ])
            #expect(
                try report(Ware(title: "table", featured: true, code: "d")) == [
                    "- constraint: Constraint “one_featured” is violated."
                ])
            #expect(try report(Ware(title: "table", featured: true, shop: 2, code: "d")) == [])
            #expect(try report(Ware(title: "table", code: "c"), excluding: ["code"]) == [])
        }
    }

    @Test func `constraints are checked on the row itself`() throws {
        #expect(
            try problems(Ware(title: "ab", size: 0, price: -1)) == [
                "size min_value: Ensure this value is greater than or equal to 1.",
                "- constraint: Constraint “price_positive” is violated.",
            ])
        #expect(
            try problems(Ware(title: "ab", size: -2), excluding: ["price"]) == [
                "size min_value: Ensure this value is greater than or equal to 1."
            ])
        try ModelDatabase.with(Ware.self) {
            let rule = try #require(Ware.table.fields.first { $0.schema.name == "size" })
            #expect(throws: ValidationError.self) { try rule.validate(.integer(3)) }
        }
    }

    @Test func `generated columns are judged by what the database computes`() throws {
        func report(_ offer: Offer, excluding: Set<String> = []) throws -> [String] {
            do {
                try offer.validate(excluding: excluding)
                return []
            } catch let error as ValidationError {
                return error.problems.map { "\($0.field ?? "-"): \($0.message)" }
            }
        }
        try ModelDatabase.with(Offer.self) {
            var offer = Offer(price: Decimal(string: "1.1234567890123456789")!)
            #expect(try report(offer) == [])
            try offer.save()
            #expect(try report(offer) == [])
            try offer.refresh()
            offer.price = -3
            #expect(try report(offer) == ["-: Constraint “total_positive” is violated."])
            #expect(try report(offer, excluding: ["amount"]) == [])
            #expect(
                try report(Offer(price: 1, code: "A"))
                    == ["heading: Offer with this Heading already exists."])
            #expect(try report(Offer(price: 1, code: "A"), excluding: ["code"]) == [])
            #expect(try report(Offer(price: 1, code: "b")) == [])
        }
    }

    @Test func `a foreign key must point at a row`() throws {
        #expect(
            try problems(Ware(title: "ab", parent: Key<Ware>(77))) == [
                "parent invalid: shop article instance with id 77 is not a valid choice."
            ])
    }

    @Test func `errors tell their fields, and can be added to each other`() {
        var error = ValidationError("A.", field: "title")
        error.add(ValidationError("B.", code: "b"), field: "size")
        error.add(ValidationError("C."))
        #expect(error.fields == ["title", "size"])
        #expect(error["size"].map(\.code) == ["b"])
        #expect(error[nil].map(\.message) == ["C."])
        #expect(error.description == "title: A.\nsize: B.\nC.")
    }
}
