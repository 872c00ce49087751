import ApusMigrations
import ApusORM
import ApusValues
import FoundationEssentials
import Testing

@Model(app: "shop", constraints: [.check("amount_even", "amount % 2 = 0")])
struct Ware {
    @Field(maxLength: 50) var name: String
    var shop: ForeignKey<Shop>
    var offered = false
    @Field(digits: 8, places: 2) var price: Decimal = 1
    var amount = 0
    var rating: Double?
    var day: CivilDate?
    var details: JSON<[String: Int]> = JSON(["weight": 1])
}

@Model(app: "shop")
struct Shop {
    var name: String
}

extension Ware: ModelRules {
    static var rules: [Rule<Ware>] {
        Check("price_positive", message: "Nothing is free.") { $0.price > 0 }
        Check("no_quote") { !$0.name.contains("'%") && $0.name != "" }
        Check("few") { $0.amount.in([0, 2, 4]) || $0.rating == nil }
        Check("rating_not_three") { $0.rating != 3 }
        Check("sum") { $0.amount + $0.shop.cast(to: Int.self) < 1000 }
        Unique("one_name", \.shop, \.name)
        Unique("one_offer", \.shop, where: { $0.offered == true && $0.amount > 0 })
        Index("by_price", where: { $0.price > 0.5 }) {
            $0.price.descending
            $0.name
        }
        Index("by_lower_name") {
            $0.shop
            $0.name.lowercased()
            $0.amount.descending
        }
        Index("by_weight") { $0.details["weight"].descending }
    }
}

@Model(app: "shop")
struct Misruled {
    var shop: ForeignKey<Shop>
    var amount = 0
}

extension Misruled: ModelRules {
    static var rules: [Rule<Misruled>] {
        Check("joined") { $0.shop.name == "x" }
        Check("counted") { $0.amount.count > 1 }
        Check("asked") { $0.shop.in(Shop.query) }
        Unique("joined_too", \.shop.name)
        Index("nulls") { $0.amount.ascending(nulls: .last) }
    }
}

@Suite struct RuleTests {
    @Test func `rules are SQL over columns with literals`() {
        let checks = Ware.schema.constraints.compactMap { constraint -> String? in
            if case .check(let condition) = constraint.rule { condition } else { nil }
        }
        #expect(
            checks == [
                "amount % 2 = 0",
                #""price" > 0"#,
                #"(NOT ("name" LIKE '%''\%%' ESCAPE '\') AND NOT ("name" = ''))"#,
                #"("amount" IN (0, 2, 4) OR "rating" IS NULL)"#,
                #"NOT ("rating" = 3.0 AND "rating" IS NOT NULL)"#,
                #"("amount" + CAST("shop_id" AS integer)) < 1000"#,
            ])
        #expect(
            Ware.schema.constraints.suffix(2) == [
                .unique("one_name", fields: ["shop", "name"]),
                .unique(
                    "one_offer", fields: ["shop"], condition: #"("offered" = 1 AND "amount" > 0)"#),
            ])
        #expect(
            Ware.schema.indexes == [
                IndexSchema("by_price", fields: ["-price", "name"], condition: #""price" > 0.5"#),
                IndexSchema(
                    "by_lower_name", fields: ["shop"],
                    expressions: [#"(LOWER("name"))"#, #""amount" DESC"#]),
                IndexSchema(
                    "by_weight",
                    expressions: [#"(JSON_EXTRACT("details", '$."weight"')) DESC"#]),
            ])
        #expect(Ware.schema.problems.isEmpty)
    }

    @Test(.tables(of: [Ware.self, Shop.self]))
    func `the database and validation keep to the rules`() throws {
        let shop = try Shop.create(name: "a")
        var ware = try Ware.create(name: "x", shop: shop, offered: true, amount: 2)
        let other = Ware(name: "y", shop: shop, offered: true, amount: 4)
        #expect {
            try other.validate()
        } throws: {
            ($0 as? ValidationError)?.messages == ["Constraint “one_offer” is violated."]
        }
        #expect(throws: DatabaseError.self) { _ = try other.saved() }
        ware.price = 0
        #expect {
            try ware.validate()
        } throws: {
            ($0 as? ValidationError)?.messages == ["Nothing is free."]
        }
        #expect(throws: DatabaseError.self) { try ware.save() }
        #expect(try !Database.current.connection.query("PRAGMA index_list(shop_ware)").isEmpty)
    }

    @Test(.tables(of: [Ware.self, Shop.self]))
    func `no migration is made of a rule that can't be kept`() {
        let app = MigratingApp(
            label: "shop", models: [Misruled.schema], migrations: Migrations("shop", []))
        let commands = MigrationCommands(
            apps: [app], connection: { try Database.current.connection }, output: { _ in })
        #expect {
            _ = try commands.makeMigrations { _ in .no }
        } throws: {
            "\($0)".hasPrefix("The rules of shop.Misruled can't be migrated: 'joined' refers to")
        }
    }

    @Test func `a rule about other rows is a problem of the model`() throws {
        let related = "refers to a related row: a rule is about the fields of one row."
        #expect(
            Misruled.schema.problems == [
                "'joined' \(related)", "'counted' \(related)",
                "'asked': A rule is about one row: it can't ask for others.",
                "'joined_too' \(related)", "The index 'nulls' can't say where NULLs go.",
            ])
    }
}
