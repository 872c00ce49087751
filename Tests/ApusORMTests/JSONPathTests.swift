import ApusORM
import ApusValues
import FoundationEssentials
import Testing

enum Tint: String, Codable { case dark, light }

struct Preferences: Codable {
    var theme: Tint = .light
    var font = "serif"
    var size = 12
    var ratio = 1.5
    var isLoud = false
    var nick: String?
    var tags: [String] = []
    var since: Date?
    var display: Display?
    var scores: [String: Int] = [:]
    var renamed = 1
    var watched = 1 { didSet {} }
    var twice: Int { size * 2 }

    enum CodingKeys: String, CodingKey {
        case theme, font, size, ratio, isLoud, nick, tags, since, display, scores, watched
        case renamed = "other_name"
    }
}

struct Display: Codable {
    var columns = 2
    var rows: [Int?] = [1]
}

@Model(app: "json")
struct Profile {
    var name: String
    var preferences: JSON<Preferences>
    var extra: JSON<Preferences>?
    var payload: DynamicValue
    @Field(onDelete: .setNull) var friend: ForeignKey<Profile>?
    @Reverse(\Profile.friend) var friends: Related<Profile>
}

extension Trait where Self == OwnDatabase {
    /// A database with three profiles: Ann's preferences say all, Bob's the least, and Cid's payload
    /// is the richest.
    static var profiles: Self {
        OwnDatabase {
            try $0.makeTables(of: [Profile.self])
            var full = Preferences(
                theme: .dark, font: "mono", size: 9, ratio: 2, isLoud: true, nick: "a'\"b",
                tags: ["x", "y"], since: Date(timeIntervalSince1970: 1_700_000_000),
                display: Display(columns: 4, rows: [1, nil]), scores: ["7": 7, "a": 1])
            full.renamed = 5
            let ann = try Profile.create(
                name: "ann", preferences: JSON(full),
                payload: DynamicValue(json: #"{"a": [1, {"b": true}]}"#))
            try Profile.create(
                name: "bob", preferences: JSON(Preferences()), payload: .null, friend: ann)
            try Profile.create(
                name: "cid", preferences: JSON(Preferences(font: "Sans", size: 20)),
                extra: JSON(full),
                payload: .dictionary(["kind": "x", "n": 2]), friend: ann)
        }
    }
}

@Suite(.profiles) struct JSONPathTests {
    private func names(_ condition: (Profile.Columns) -> Condition) throws -> [String] {
        try Profile.filter(condition).order { $0.id }.values { $0.name }
    }

    @Test func `the parts of a document are found by their properties`() throws {
        #expect(try names { $0.preferences.font == "mono" } == ["ann"])
        #expect(try names { $0.preferences.theme == .dark } == ["ann"])
        #expect(try names { $0.preferences.theme.in([.dark, .light]) } == ["ann", "bob", "cid"])
        #expect(try names { $0.preferences.size > 9 && $0.preferences.size < 20 } == ["bob"])
        #expect(try names { $0.preferences.size.in([9, 20]) } == ["ann", "cid"])
        #expect(try names { $0.preferences.size.in(10...20) } == ["bob", "cid"])
        #expect(try names { $0.preferences.ratio == 2 } == ["ann"])
        #expect(try names { $0.preferences.isLoud == true } == ["ann"])
        #expect(try names { $0.preferences.isLoud == false } == ["bob", "cid"])
        #expect(try names { $0.preferences.nick == "a'\"b" } == ["ann"])
        #expect(try names { $0.preferences.tags == ["x", "y"] } == ["ann"])
        #expect(try names { $0.preferences.tags[-1] == "y" } == ["ann"])
        #expect(try names { $0.preferences.scores == ["a": 1, "7": 7] } == ["ann"])
        #expect(try names { $0.preferences.scores["7"] == 7 } == ["ann"])
        #expect(
            try names { $0.preferences.since == Date(timeIntervalSince1970: 1_700_000_000) }
                == ["ann"])
        #expect(try names { $0.preferences.display.columns >= 4 } == ["ann"])
        #expect(try names { $0.preferences.display.rows[0] == 1 } == ["ann"])
        #expect(try names { $0.extra.display.columns == 4 } == ["cid"])
        #expect(try names { $0.friend.preferences.size == 9 } == ["bob", "cid"])
        #expect(try names { $0.friend.extra.size == nil } == ["ann", "bob", "cid"])
        #expect(try names { $0.friends.preferences.font == "Sans" } == ["ann"])
    }

    @Test func `text in a document is searched as other text is`() throws {
        #expect(try names { $0.preferences.font.contains("an") } == ["cid"])
        #expect(try names { $0.preferences.font.istartsWith("s") } == ["bob", "cid"])
        #expect(try names { $0.preferences.font.lowercased() == "sans" } == ["cid"])
        #expect(try names { $0.preferences.nick.length > 2 } == ["ann"])
    }

    @Test func `what is missing is nil and not equal to anything`() throws {
        #expect(try names { $0.preferences.nick == nil } == ["bob", "cid"])
        #expect(try names { $0.preferences.display.columns.isNotNull } == ["ann"])
        #expect(try names { $0.preferences.display.rows[1].isNull } == ["ann", "bob", "cid"])
        #expect(try names { $0.preferences.nick != "z" } == ["ann", "bob", "cid"])
        #expect(try names { !($0.preferences.display.columns > 3) } == ["bob", "cid"])
        #expect(
            try Profile.exclude { $0.preferences.display.columns.in([4]) }.count() == 2)
        #expect(try names { $0.extra.size != 9 } == ["ann", "bob"])
    }

    @Test func `keys are asked for by name`() throws {
        #expect(try names { $0.payload.hasKey("kind") } == ["cid"])
        #expect(try names { $0.payload.hasKeys(["kind", "n"]) } == ["cid"])
        #expect(try names { $0.payload.hasKeys(["kind", "a"]) } == [])
        #expect(try names { $0.payload.hasAnyKeys(["kind", "a"]) } == ["ann", "cid"])
        #expect(try names { $0.preferences.hasKey("nick") } == ["ann"])
        #expect(try names { $0.preferences.scores.hasKey("7") } == ["ann"])
        #expect(try names { $0.preferences.display.hasAnyKeys([]) } == [])
        #expect(try names { !$0.payload.hasKey("kind") } == ["ann", "bob"])
    }

    @Test func `documents without a type are looked into by keys`() throws {
        #expect(try names { $0.payload["kind", as: String.self] == "x" } == ["cid"])
        #expect(try names { $0.payload["a", 1, "b", as: Bool.self] == true } == ["ann"])
        #expect(try names { $0.payload["a", 0, as: Int.self] < 2 } == ["ann"])
        #expect(try names { $0.preferences["other_name", as: Int.self] == 5 } == ["ann"])
        #expect(
            try names { $0.preferences["display", as: Display.self].columns == 4 } == ["ann"])
    }

    @Test func `parts are read, ordered by and computed with`() throws {
        let sizes = try Profile.order { $0.preferences.size.descending }.values {
            ($0.name, $0.preferences.size, $0.preferences.nick)
        }
        #expect(sizes.map(\.0) == ["cid", "bob", "ann"])
        #expect(sizes.map(\.1) == [20, 12, 9])
        #expect(sizes.map(\.2) == [nil, nil, "a'\"b"])
        #expect(
            try Profile.order { $0.id }.values { $0.preferences.isLoud } == [true, false, false])
        #expect(try Profile.query.aggregate { $0.preferences.size.sum } == 41)
        #expect(
            try Profile.order { $0.preferences.display.columns.ascending(nulls: .last) }.first()?
                .name == "ann")
        let groups = Profile.grouped {
            $0.preferences.isLoud
        } annotate: {
            $0.count
        }
        let counts = try groups.order { loud, _ in loud }.all()
        #expect(counts.map(\.0) == [false, true] && counts.map(\.1) == [2, 1])
        try Profile.filter { $0.name == "bob" }.update {
            $0.preferences = JSON(Preferences(font: "new"))
            $0.payload = .dictionary(["n": 1])
        }
        #expect(try names { $0.preferences.font == "new" && $0.payload.hasKey("n") } == ["bob"])
    }

    @Test func `a part is SQLite's own, so that an index can hold it`() throws {
        let query = Profile.filter { $0.preferences.size > 9 && $0.preferences.tags == ["x"] }
        #expect(
            try query.unordered().sql().text.hasSuffix(
                #"WHERE (JSON_EXTRACT("json_profile"."preferences", '$."size"') > ? AND JSON_EXTRACT("json_profile"."preferences", '$."tags"') = JSON_EXTRACT(?, '$'))"#
            ))
        #expect(
            try Profile.exclude { $0.preferences.display.columns == 4 }.sql().text.hasSuffix(
                #"WHERE NOT (JSON_EXTRACT("json_profile"."preferences", '$."display"."columns"') = ? AND JSON_EXTRACT("json_profile"."preferences", '$."display"."columns"') IS NOT NULL)"#
            ))
    }

    @Test func `a property without a key of its own is an error`() {
        let computed =
            "A computed property of Preferences, or one with observers, has no JSON that is known: "
            + "name the keys, '[\"…\", as: Int.self]'."
        let renamed =
            "Preferences has no coding key 'renamed': name the key that its JSON has, "
            + "'[\"…\", as: Int.self]'."
        for (query, message) in [
            (Profile.filter { $0.preferences.twice == 3 }, computed),
            (Profile.filter { $0.preferences.watched.in([1]) }, computed),
            (Profile.order { $0.preferences.renamed }, renamed),
        ] {
            #expect {
                try query.all()
            } throws: {
                ($0 as? QueryError)?.description == message
            }
        }
    }
}
