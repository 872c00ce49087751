import ApusORM
import ApusValues
import Foundation
import Glibc
import Testing

@Model(app: "lib", naturalKey: ["name"])
struct Writer {
    @Field(maxLength: 50, unique: true) var name: String
    @Field(onDelete: .setNull) var teacher: ForeignKey<Writer>?
}

@Model(app: "lib", naturalKey: ["title", "writer", "day"])
struct Work {
    @Field(maxLength: 50) var title: String
    var writer: ForeignKey<Writer>
    var day: CivilDate
    var genres: ManyToMany<Genre>
}

@Model(app: "lib", ordering: ["slug"], naturalKey: ["slug"])
struct Genre {
    @Field(kind: .slug, unique: true) var slug: String
}

@Model(app: "lib")
struct Note {
    var work: ForeignKey<Work>
    var text: String
}

@Model(app: "lib", naturalKey: ["code"])
struct Ticket {
    @Field(primaryKey: true) var id: UUID = UUID()
    @Field(maxLength: 9, unique: true) var code: String
}

@Suite(.naturalKeys) struct NaturalKeyTests {
    /// The models in an order that natural keys don't allow.
    private func commands(_ output: @escaping (String) -> Void = { _ in }) -> DataCommands {
        DataCommands(
            apps: [
                DataApp(
                    label: "lib",
                    tables: [
                        Note.table, Work.table, Writer.table, Genre.table, Ticket.table,
                    ])
            ], connection: { try Database.current.connection }, output: output)
    }

    private func dump(_ change: (inout DumpDataOptions) -> Void) throws -> String {
        var options = DumpDataOptions()
        change(&options)
        var text = ""
        try commands { text += $0 }.dumpData(options)
        return text
    }

    private func load(_ text: String) throws {
        let path = "/tmp/apus-natural-\(getpid())-\(UInt64.random(in: 0 ... .max)).json"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        var options = LoadDataOptions()
        options.fixtures = [path]
        try commands().loadData(options)
    }

    private func failure(_ text: String) -> String {
        do { try load(text) } catch { return "\(error)" }
        return ""
    }

    private func fill() throws {
        let ann = try Writer.create(name: "ann")
        let bob = try Writer.create(name: "bob", teacher: ann)
        for slug in ["sad", "epic"] { try Genre.create(slug: slug) }
        let work = try Work.create(
            title: "it", writer: bob, day: CivilDate(year: 2026, month: 1, day: 2))
        try work.genres.add(contentsOf: Genre.all())
        try Note.create(work: work, text: "good")
    }

    @Test func `rows are named by natural keys, as Django names them`() throws {
        try fill()
        let natural = try dump {
            $0.usesNaturalForeign = true
            $0.usesNaturalPrimary = true
        }
        #expect(
            natural == """
                [{"model": "lib.writer", "fields": {"name": "ann", "teacher": null}}, \
                {"model": "lib.writer", "fields": {"name": "bob", "teacher": ["ann"]}}, \
                {"model": "lib.genre", "fields": {"slug": "sad"}}, \
                {"model": "lib.genre", "fields": {"slug": "epic"}}, \
                {"model": "lib.work", "fields": {"title": "it", "writer": ["bob"], \
                "day": "2026-01-02", "genres": [["epic"], ["sad"]]}}, \
                {"model": "lib.note", "pk": 1, "fields": {"work": ["it", "bob", "2026-01-02"], \
                "text": "good"}}]
                """)
        #expect(
            try dump {
                $0.labels = ["lib.work"]
                $0.usesNaturalPrimary = true
            } == """
                [{"model": "lib.work", "fields": {"title": "it", "writer": 2, \
                "day": "2026-01-02", "genres": [2, 1]}}]
                """)
        #expect(
            try dump {
                $0.labels = ["lib.note"]
                $0.usesNaturalForeign = true
            } == """
                [{"model": "lib.note", "pk": 1, "fields": {"work": ["it", "bob", "2026-01-02"], \
                "text": "good"}}]
                """)
    }

    /// What Django 5.2 wrote of these rows.
    @Test func `an indentation breaks natural keys over lines, as Django does`() throws {
        try fill()
        let text = try dump {
            $0.usesNaturalForeign = true
            $0.usesNaturalPrimary = true
            $0.indent = 2
        }
        #expect(
            text == """
                [
                {
                  "model": "lib.writer",
                  "fields": {
                    "name": "ann",
                    "teacher": null
                  }
                },
                {
                  "model": "lib.writer",
                  "fields": {
                    "name": "bob",
                    "teacher": [
                      "ann"
                    ]
                  }
                },
                {
                  "model": "lib.genre",
                  "fields": {
                    "slug": "sad"
                  }
                },
                {
                  "model": "lib.genre",
                  "fields": {
                    "slug": "epic"
                  }
                },
                {
                  "model": "lib.work",
                  "fields": {
                    "title": "it",
                    "writer": [
                      "bob"
                    ],
                    "day": "2026-01-02",
                    "genres": [
                      [
                        "epic"
                      ],
                      [
                        "sad"
                      ]
                    ]
                  }
                },
                {
                  "model": "lib.note",
                  "pk": 1,
                  "fields": {
                    "work": [
                      "it",
                      "bob",
                      "2026-01-02"
                    ],
                    "text": "good"
                  }
                }
                ]

                """)
    }

    @Test func `what was dumped by natural keys is the same rows when it is loaded`() throws {
        try fill()
        let options: (inout DumpDataOptions) -> Void = {
            $0.usesNaturalForeign = true
            $0.usesNaturalPrimary = true
        }
        let text = try dump(options)
        try load(text)
        #expect(try dump(options) == text)
        #expect(try Writer.query.count() == 2 && Genre.query.count() == 2)
        try commands().flush(database: "the test's")
        try Writer.create(name: "zoe")
        try load(text)
        #expect(try Writer.order { $0.id }.values { $0.name } == ["zoe", "ann", "bob"])
        #expect(try Note.filter { $0.work.writer.teacher.name == "ann" }.count() == 1)
        #expect(try Work.filter { $0.genres.slug == "epic" }.count() == 1)
    }

    @Test func `rows may come before those that they name`() throws {
        try load(
            """
            [{"model": "lib.note", "pk": 7, "fields": {"text": "n", "work": ["w", "c", "2026-01-02"]}},
            {"model": "lib.work", "fields": {"title": "w", "writer": ["c"], "day": "2026-01-02",
              "genres": [["g"]]}},
            {"model": "lib.writer", "fields": {"name": "a", "teacher": ["b"]}},
            {"model": "lib.writer", "fields": {"name": "b", "teacher": ["c"]}},
            {"model": "lib.writer", "fields": {"name": "c", "teacher": ["a"]}},
            {"model": "lib.genre", "fields": {"slug": "g"}}]
            """)
        let teachers: [String?] = try Writer.order { $0.name }.values { $0.teacher.name }
        #expect(teachers == ["b", "c", "a"])
        #expect(try Note.filter { $0.work.genres.slug == "g" && $0.id == 7 }.count() == 1)
    }

    @Test func `a row without a key gets the one that its model makes`() throws {
        try load(#"[{"model": "lib.ticket", "fields": {"code": "a"}}]"#)
        let first = try Ticket.get { $0.code == "a" }
        try load(
            """
            [{"model": "lib.ticket", "fields": {"code": "a"}},
            {"model": "lib.ticket", "fields": {"code": "b"}}]
            """)
        #expect(try Ticket.get { $0.code == "a" }.id == first.id)
        #expect(try Ticket.query.count() == 2)
    }

    @Test func `what can't be found is said`() throws {
        #expect(
            failure(
                #"[{"model": "lib.work", "fields": {"title": "w", "writer": ["no"], "day": "2026-01-02"}}]"#
            )
            .hasSuffix(
                "Writer matching query does not exist.: (lib.work:pk=None) field 'writer' was '['no']'"
            ))
        #expect(
            failure(#"[{"model": "lib.note", "pk": 1, "fields": {"work": ["a"], "text": ""}}]"#)
                .contains("A natural key of lib.Work has 3 values, not 1."))
        #expect(
            failure(
                #"[{"model": "lib.note", "pk": 1, "fields": {"work": ["a", "b", "c"], "text": ""}}]"#
            )
            .contains("has an invalid date format"))
        #expect(try Writer.query.count() == 0)
    }
}

extension Trait where Self == OwnDatabase {
    /// A database with the library's tables.
    static var naturalKeys: Self {
        .tables(of: [Writer.self, Work.self, Genre.self, Note.self, Ticket.self])
    }
}
