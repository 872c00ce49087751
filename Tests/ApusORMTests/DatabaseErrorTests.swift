import ApusORM
import FoundationEssentials
import Glibc
import Testing

@Suite(.polls) struct DatabaseErrorTests {
    private func kind(_ body: () throws -> Void) -> DatabaseError.Kind? {
        do {
            try body()
            return nil
        } catch let error as DatabaseError {
            return error.kind
        } catch {
            return nil
        }
    }

    @Test func `violations name their columns`() throws {
        _ = try Shelf(name: "a").saved()
        #expect(
            kind { _ = try Shelf(name: "a").saved() } == .unique(columns: ["library_shelf.name"]))
        #expect(
            kind { _ = try Volume(title: "t", pages: -1).saved() } == .check(constraint: "pages"))
        #expect(
            kind { _ = try Question.query.create { $0.text = "x" } }
                == .notNull(column: "polls_question.published_at"))
        #expect(kind { try Choice.create(question: Key(99), text: "x") } == .foreignKey)
    }

    private func error(_ body: () throws -> Void) -> DatabaseError? {
        do {
            try body()
            return nil
        } catch {
            return error as? DatabaseError
        }
    }

    @Test func `violations speak in the model's words`() throws {
        _ = try Shelf(name: "a").saved()
        let unique = error { _ = try Shelf(name: "a").saved() }
        #expect(unique?.fields == ["name"] && unique?.model == "library.Shelf")
        #expect(unique?.constraint == nil)
        let null = error { _ = try Question.query.create { $0.text = "x" } }
        #expect(null?.fields == ["publishedAt"] && null?.model == "polls.Question")
        let check = error { _ = try Volume(title: "t", pages: -1).saved() }
        #expect(check?.constraint == "pages")
        #expect(check?.fields == ["pages"] && check?.model == "library.Volume")
        try Database.current.connection.run(
            script:
                "CREATE UNIQUE INDEX \"by_lower\" ON \"polls_choice\" (LOWER(\"text\"), \"votes\")")
        let index = error {
            try Choice.query.update {
                $0.text = "a"; $0.votes = 1
            }
        }
        #expect(index?.constraint == "by_lower" && index?.fields == [])
    }

    @Test func `a foreign key that points at nothing is named`() throws {
        let choice = try Choice.get(1)
        var changed = choice
        changed.question = ForeignKey(id: Key(98))
        let attempts: [() throws -> Void] = [
            { try Choice.create(question: Key(99), text: "x") },
            {
                var copy = changed; try copy.save()
            },
            {
                var copy = changed; try copy.save(only: \.question)
            },
            {
                var copy = changed; try copy.save(changesFrom: choice)
            },
            { try Choice.filter { $0.id == 1 }.update { $0.question = ForeignKey(id: Key(99)) } },
            { try Choice.bulkCreate([Choice(question: Key(99), text: "x")]) },
            { try Choice.bulkUpdate([changed]) { [$0.question] } },
            {
                _ = try Choice.getOrCreate {
                    $0.text = "x"; $0.question = ForeignKey(id: Key(99))
                }
            },
            {
                _ = try Choice.updateOrCreate {
                    $0.id = 1
                } _: {
                    $0.question = ForeignKey(id: Key(99))
                }
            },
            {
                try Choice.query.create {
                    $0.text = "x"
                    $0.question = ForeignKey(id: Key(99))
                }
            },
        ]
        for attempt in attempts {
            let error = error(attempt)
            #expect(error?.kind == .foreignKey)
            #expect(error?.fields == ["question"] && error?.model == "polls.Choice")
            #expect(
                error?.message.hasSuffix(
                    "polls_choice.question_id points at a row of polls_question that does not "
                        + "exist") == true)
        }
    }

    @Test func `a row isn't written while the one that it points at is unsaved`() throws {
        let question = Question(text: "Why?", publishedAt: .now)
        let error = #expect(throws: QueryError.self) {
            try Choice.create(question: question, text: "x")
        }
        #expect(
            error?.description
                == "save() prohibited to prevent data loss due to unsaved related object "
                + "'question'.")
        #expect(throws: QueryError.self) {
            try Choice.bulkCreate([Choice(question: question, text: "x")])
        }
    }

    @Test func `a commit over foreign keys says which row points at nothing`() throws {
        let error = #expect(throws: DatabaseError.self) {
            try Database.current.transaction {
                try Choice.create(question: Key(99), text: "x")
            }
        }
        #expect(
            error?.message
                == "FOREIGN KEY constraint failed: row 5 of polls_choice points at a row of polls_question that does not exist"
        )
        #expect(error?.fields == ["question"])
        #expect(try Choice.count() == 4)
    }

    @Test func `wrong SQL is told with the SQL`() throws {
        let connection = try Database.current.connection
        let error = #expect(throws: DatabaseError.self) { try connection.execute("SELEC 1") }
        #expect(error?.kind == .syntax)
        #expect(error?.sql == "SELEC 1")
        #expect(
            kind { try connection.execute("SELECT * FROM missing") } == .noSuchTable("missing"))
        #expect(
            kind { try connection.execute("SELECT missing FROM polls_choice") }
                == .noSuchColumn("missing"))
        #expect(kind { try connection.execute("SELECT ?", []) } == .syntax)
    }

    @Test func `a file that is no database is told with its path`() throws {
        let path = "/tmp/apus-orm-\(getpid())-\(UInt64.random(in: 0 ... .max)).txt"
        let file = fopen(path, "w")
        fputs(String(repeating: "not a database at all ", count: 100), file)
        fclose(file)
        defer { unlink(path) }
        let error = #expect(throws: DatabaseError.self) { try Database(path).connection }
        #expect(error?.kind == .notADatabase)
        #expect(error?.description.contains(path) == true)
        #expect(kind { _ = try Database("/nowhere/at/all.db").connection } == .cannotOpen)
        #expect(kind { _ = try Database("mysql://x/y") } == .cannotOpen)
        for url in ["sqlite://db.sqlite3", "sqlite://var/db.sqlite3", "sqlite:///"] {
            #expect(kind { _ = try Database(url) } == .cannotOpen)
        }
        let mistaken = self.error { _ = try Database("sqlite://db.sqlite3") }
        #expect(mistaken?.advice.hasPrefix("Write sqlite:///db.sqlite3") == true)
        #expect(try Database("sqlite://").connection.query("SELECT 1").count == 1)
        #expect(try Database("sqlite://:memory:").connection.query("SELECT 1").count == 1)
    }

    @Test func `a NULL where the field takes none is an error, not a trap`() throws {
        let connection = try Database.current.connection
        try connection.execute("CREATE TABLE loose (a)")
        try connection.execute("INSERT INTO loose VALUES (NULL)")
        #expect(
            kind {
                let empty: Int = try Choice.filter { $0.id == 99 }.aggregate {
                    $0.votes.sum.unwrapped()
                }
                _ = empty
            } == .decoding)
    }
}
