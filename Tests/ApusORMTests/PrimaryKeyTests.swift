import ApusORM
import ApusValues
import FoundationEssentials
import Testing

// Models whose keys the database doesn't hand out, and models that point at them.

@Model(app: "keys")
struct Country {
    var name: String
    @Field(primaryKey: true, maxLength: 2) var code: String
    @Field(autoNow: .onCreate) var addedAt: Date
    @Reverse(\City.country) var cities: Related<City>
    @Reverse(\Treaty.countries) var treaties: ManyToMany<Treaty>
}

@Model(app: "keys")
struct City {
    var name: String
    var country: ForeignKey<Country>
    @Reverse(\Mayor.city) var mayor: RelatedOne<Mayor>
}

@Model(app: "keys")
struct Treaty {
    @Field(primaryKey: true) var id: UUID = UUID()
    var title: String
    var countries: ManyToMany<Country>
}

/// A row of its own for each city that has one, with the city's key.
@Model(app: "keys")
struct Mayor {
    @Field(primaryKey: true) var city: OneToOne<City>
    var name: String
}

/// The key that the database hands out, in a column with an older name.
@Model(app: "keys")
struct Relic {
    @Field(column: "relic_no") var id: Key<Relic>
    var name: String
}

/// Nothing but a key.
@Model(app: "keys")
struct Label {
    @Field(primaryKey: true, maxLength: 20) var name: String
}

private let keyedModels: [any Model.Type] = [
    Country.self, City.self, Treaty.self, Mayor.self, Relic.self, Label.self,
]

@Suite(.tables(of: keyedModels)) struct PrimaryKeyTests {
    init() throws {
        if try Country.exists() { return }
        for (name, code) in [("Netherlands", "NL"), ("Belgium", "BE"), ("France", "FR")] {
            try Country.create(name: name, code: code)
        }
        for (name, code) in [("Delft", "NL"), ("Gent", "BE"), ("Leiden", "NL")] {
            try City.create(name: name, country: Country.get(code))
        }
    }

    @Test func `a model's own key is the column that the database has`() {
        #expect(
            Country.table.schema.fields.map(\.column) == ["code", "name", "added_at"])
        #expect(Country.table.schema.primaryKey?.name == "code")
        #expect(City.table.schema.field("country")?.type == .bigInteger)
    }

    @Test func `a row is read, changed and written by its own key`() throws {
        var france = try Country.get("FR")
        #expect(france.id == "FR" && france.name == "France")
        france.name = "La France"
        try france.save()
        try france.refresh()
        #expect(france.name == "La France")
        #expect(try Country.count() == 3)
        let missing = #expect(throws: NotFound.self) { try Country.get("XX") }
        #expect(missing?.description.contains("code = XX") == true)
    }

    @Test func `saving a row with a new key inserts it, with its moment of creation`() throws {
        var spain = Country(name: "Spain", code: "ES", addedAt: Date(timeIntervalSince1970: 0))
        let (_, queries) = try QueryLog.collect { try spain.save() }
        #expect(queries.map { $0.sql.prefix(6) } == ["UPDATE", "INSERT"])
        #expect(try Country.get("ES").addedAt.timeIntervalSinceNow > -60)
    }

    @Test func `creating a row with a key that is taken is an error and overwrites nothing`() throws
    {
        let error = #expect(throws: DatabaseError.self) {
            try Country.create(name: "Nowhere", code: "NL")
        }
        guard case .unique = error?.kind else { Issue.record("\(error as Any)"); return }
        #expect(try Country.get("NL").name == "Netherlands")
    }

    @Test func `foreign keys hold the other row's key, and load all rows at once`() throws {
        let (cities, queries) = try QueryLog.collect {
            try City.query.order { $0.id }.all().map { try $0.country.get().name }
        }
        #expect(cities == ["Netherlands", "Belgium", "Netherlands"])
        #expect(queries.count == 2)
        #expect(try City.get(1).country.id == "NL")
        #expect(try City.filter { $0.country.id == "NL" }.count() == 2)
        let belgium = try Country.get("BE")
        #expect(try City.filter { $0.country == belgium }.count() == 1)
        #expect(try City.filter { $0.country.name.startsWith("N") }.count() == 2)
        #expect(
            try City.query.selectRelated { $0.country }.filter { $0.id == 2 }.get()
                .country.get().code == "BE")
    }

    @Test func `a key is taken from the row and not joined for`() throws {
        let (_, queries) = try QueryLog.collect {
            try City.filter { $0.country.code == "NL" }.count()
        }
        #expect(queries[0].sql.contains(#"WHERE "keys_city"."country_id" = ?"#))
        #expect(!queries[0].sql.contains("JOIN"))
    }

    @Test func `names in lookups reach a key as any field`() throws {
        #expect(try Country.query.filter("pk", "NL").get().name == "Netherlands")
        #expect(try City.query.filter("country", "NL").count() == 2)
        #expect(try City.query.filter("country__pk__in", ["BE", "FR"]).count() == 1)
        #expect(try City.query.filter("country_id", "BE").get().name == "Gent")
    }

    @Test func `rows that point back are read for all owners at once`() throws {
        let (names, queries) = try QueryLog.collect {
            try Country.query.order { $0.code }.all().map { try $0.cities.all().map(\.name) }
        }
        #expect(names == [["Gent"], [], ["Delft", "Leiden"]])
        #expect(queries.count == 2)
        let belgium = try Country.get("BE")
        let created = try belgium.cities.create { $0.name = "Brugge" }
        #expect(created.country.id == "BE")
        try belgium.cities.add(City.get(1))
        #expect(try belgium.cities.count() == 3)
        #expect(try Country.query.prefetch { $0.cities }.all().count == 3)
        #expect(try Country.inBulk(["NL", "FR", "XX"]).count == 2)
        #expect(try Country.query.inBulk(["NL"])["NL"]?.name == "Netherlands")
    }

    @Test func `many-to-many relations connect keys of any types`() throws {
        let treaty = try Treaty.create(title: "Benelux")
        try treaty.countries.add(Country.get("NL"), Country.get("BE"))
        try treaty.countries.add(Country.get("NL"))
        #expect(try treaty.countries.order { $0.code }.all().map(\.code) == ["BE", "NL"])
        #expect(try treaty.countries.contains(Country.get("BE")))
        #expect(try Country.get("NL").treaties.all().map(\.id) == [treaty.id])
        try treaty.countries.set([Country.get("FR")])
        #expect(try treaty.countries.all().map(\.code) == ["FR"])
        #expect(try Treaty.filter { $0.countries.code == "FR" }.get().id == treaty.id)
        #expect(try Treaty.get(treaty.id).title == "Benelux")
        #expect(try Country.get("FR").delete().total == 2)
        #expect(try treaty.countries.count() == 0)
    }

    @Test func `a row may have the key of the row that it points at`() throws {
        let delft = try City.get(1)
        let mayor = try Mayor.create(city: delft, name: "Grietje")
        #expect(mayor.id == OneToOne(delft))
        #expect(try delft.mayor.get().name == "Grietje")
        #expect(try Mayor.query.filter("pk", 1).get().city.get().name == "Delft")
        #expect(try Mayor.filter { $0.city.id == 1 }.exists())
        #expect(throws: DatabaseError.self) { try Mayor.create(city: delft, name: "Jan") }
        #expect(try delft.delete().perModel == ["keys.City": 1, "keys.Mayor": 1])
    }

    @Test func `deleting takes along what points at a key of any type`() throws {
        let (deletion, _) = try QueryLog.collect { try Country.filter { $0.code == "NL" }.delete() }
        #expect(deletion.perModel == ["keys.Country": 1, "keys.City": 2])
    }

    @Test func `a key that the database hands out may have a column of another name`() throws {
        var relic = try Relic.create(name: "Cup")
        #expect(relic.id == 1)
        relic.name = "Mug"
        try relic.save()
        #expect(try Relic.get(1).name == "Mug")
        let (_, queries) = try QueryLog.collect { try Relic.filter { $0.id == 1 }.exists() }
        #expect(queries[0].sql.contains(#""keys_relic"."relic_no" = ?"#))
    }

    @Test func `several rows are written at once with their own keys`() throws {
        try Country.bulkCreate([
            Country(name: "Italy", code: "IT"), Country(name: "Malta", code: "MT"),
        ])
        var malta = try Country.get("MT")
        malta.name = "MALTA"
        #expect(try Country.bulkUpdate([malta]) { [$0.name] } == 1)
        #expect(try Country.get("MT").name == "MALTA")
        let (italy, isNew) = try Country.getOrCreate {
            $0.code = "IT"
        } defaults: {
            $0.name = "x"
        }
        #expect(!isNew && italy.name == "Italy")
        let (treaty, _) = try Treaty.getOrCreate { $0.title = "Rome" }
        #expect(try Treaty.get(treaty.id).title == "Rome")
        let changed = try Country.updateOrCreate {
            $0.code = "IT"
        } _: {
            $0.name = "Italia"
        }
        #expect(changed.row.name == "Italia")
    }

    @Test func `templates see a key under its own name, as id and as pk`() throws {
        let nl = try Country.get("NL")
        for name in ["id", "pk", "code"] {
            #expect(try nl.value(ofMember: name)?.description == "NL")
        }
        #expect(nl.description == "Country object (NL)")
        #expect(try City.get(1).value(ofMember: "country_id")?.description == "NL")
    }

    @Test func `a key that is empty or too long is no valid one`() throws {
        for code in ["", "NLD"] {
            let error = #expect(throws: ValidationError.self) {
                try Country(name: "Nowhere", code: code).validate()
            }
            #expect(error?.fields.contains("code") == true)
        }
        try Country(name: "Nowhere", code: "NW").validate()
    }

    @Test func `a key that is taken is no valid one of a new row`() throws {
        func report(_ body: () throws -> Void) throws -> [String] {
            do {
                try body()
                return []
            } catch let error as ValidationError {
                return error.problems.map { "\($0.field ?? "-") \($0.code): \($0.message)" }
            }
        }
        let taken = ["code unique: Country with this Code already exists."]
        var country = Country(name: "Nowhere", code: "NL")
        #expect(try report { try country.validate() } == taken)
        #expect(try report { try country.validate(asNew: false) } == [])
        #expect(try report { try country.validate(excluding: ["code"]) } == [])
        country.code = "NW"
        #expect(try report { try country.validate() } == [])
        try country.save()
        #expect(try report { try country.validate() } == [])
        for row in [try Country.get("NL"), try Country.filter { $0.code == "BE" }.get()] {
            #expect(try report { try row.validate() } == [])
            #expect(try report { try row.validate(asNew: true) } == taken)
        }
        for row in try Country.all() { #expect(try report { try row.validate() } == []) }
        for row in try Country.bulkCreate([Country(name: "Italy", code: "IT")]) {
            #expect(try report { try row.validate() } == [])
        }
        let delft = try City.query.selectRelated { $0.country }.filter { $0.id == 1 }.get()
        #expect(try report { try delft.country.get().validate() } == [])
        try Mayor.create(city: delft, name: "Grietje")
        #expect(
            try report { try Mayor(city: delft, name: "Jan").validate() }
                == ["city unique: Mayor with this City already exists."])
    }

    @Test func `a foreign key to a text says which row is missing`() throws {
        let city = City(name: "Nowhere", country: ForeignKey<Country>(id: "XX"))
        let invalid = #expect(throws: ValidationError.self) { try city.validate() }
        #expect(
            invalid?.messages == ["country instance with code 'XX' is not a valid choice."])
        let error = #expect(throws: DatabaseError.self) { try city.saved() }
        #expect(error?.fields == ["country"] && error?.model == "keys.City")
    }

    @Test func `a row of nothing but its key can be forced to be there`() throws {
        var label = Label(name: "new")
        #expect(throws: NotUpdated.self) { try label.save(forcing: .update) }
        #expect(try Label.count() == 0)
        try label.save()
        try label.save()
        try label.save(forcing: .update)
        #expect(try Label.count() == 1)
    }
}
