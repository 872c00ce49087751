import Apus
import ApusTesting
import Testing

@Model
struct Note {
    @Field(maxLength: 100) var text: String
    var stars = 0
}

private func list(_ request: Request) throws -> Response {
    Response("\(try Note.inBulk((1...10).map { Key($0) }).map(\.text).sorted())")
}

private func add(_ request: Request) throws -> Response {
    _ = try Note.create(text: request.form["text"] ?? "")
    return redirect(to: "notes:list")
}

private func show(_ request: Request, id: Key<Note>) async throws -> Response {
    Response(try Note.getOr404(id).text)
}

private struct Notes: App {
    static let models: Models = [Note.self]
    static let urls = Routes("notes") {
        path("", list, name: "list")
        path("add/", add, name: "add").methods(.post)
        path("<int:id>/", show, name: "show")
    }
}

private let site = Site(settings: Settings(projectFolder: "/nonexistent"), apps: [Notes()]) {
    include("notes/", Notes.urls)
}

@Suite(.site(site)) struct `A test with a database of its own` {
    let client = TestClient(site)

    @Test func `starts without rows`() throws {
        #expect(try client.get("/notes/").text == "[]")
    }

    @Test func `sees what its client posted, and follows the redirect`() throws {
        let response = try client.post(reverse("notes:add"), form: ["text": "a & b"], follow: true)
        #expect(response.redirects == ["/notes/"])
        #expect(response.text == "[\"a & b\"]")
    }

    @Test func `reaches async views and keys in paths`() throws {
        let note = try Note.create(text: "flies")
        #expect(try client.get(reverse("notes:show", note.id)).text == "flies")
        #expect(try client.get("/notes/77/").status == 404)
    }

    @Test func `counts the queries of a request, and lists them where they are others`() throws {
        try Note.create(text: "flies")
        let response = try expectQueries(1) { try client.get("/notes/") }
        #expect(response.text == "[\"flies\"]")
        try withKnownIssue {
            try expectQueries(3) {
                try Database.current.transaction { _ = try Note.get(1) }
                _ = try Note.filter { $0.text == "x" }.count()
            }
        } matching: { issue in
            let text = issue.comments.map(\.rawValue).joined()
            return text.hasPrefix("3 queries were expected, 2 ran:\n1. SELECT ")
                && text.contains("\n2. SELECT COUNT(*) FROM ") && text.contains("['x']")
                && text.contains(/ms\) at \S+:\d+\n2\./)
                && text.contains(/ms\) at \S+:\d+$/)
        }
        withKnownIssue {
            expectQueries(1) {}
        } matching: {
            $0.comments.map(\.rawValue) == ["1 query was expected, none ran."]
        }
    }

    @Test func `is told the methods that a view answers`() throws {
        let response = try client.get("/notes/add/")
        #expect(response.status == 405)
        #expect(response.headers["Allow"] == "POST")
    }
}

private let filled = SiteTrait.site(site) {
    for number in 1...3 { _ = try Note.create(text: "note \(number)") }
    #expect(try reverse("notes:list") == "/notes/")
}

@Suite(filled) struct `Tests of a suite with rows` {
    @Test(arguments: 1...20)
    func `have the same rows each, and see nothing of each other's`(_ number: Int) throws {
        #expect(try Note.all().map(\.text) == ["note 1", "note 2", "note 3"])
        #expect(try Note.create(text: "of \(number)").id == 4)
        try Note.filter { $0.text == "note 1" }.delete()
        #expect(try Note.query.count() == 3)
    }

    @Test func `have tables that are whole`() throws {
        #expect(try Database.current.damage() == [])
        #expect(
            try Database.current.connection.query("SELECT COUNT(*) FROM django_migrations")
                .first?[0] == 1)
    }
}

@Suite struct `Tables that migrations make` {
    private struct Moved: App {
        static let label = "moved"
        static let migrations = Migrations(
            "moved",
            [
                Migration(
                    "0001_initial",
                    operations: [
                        .createModel(
                            "Colour", fields: [.key("id"), .field("name", .text(maxLength: 20))]),
                        .sql("INSERT INTO moved_colour (name) VALUES ('red'), ('green')"),
                    ])
            ])
    }

    private let moved = Site(settings: Settings(projectFolder: "/nonexistent"), apps: [Moved()]) {}

    @Test func `hold the rows that they add`() throws {
        let count = { try Database.current.connection.query("SELECT * FROM moved_colour").count }
        #expect(try TestDatabase.with(moved, tables: .migrated) { try count() } == 2)
        #expect(throws: DatabaseError.self) { try TestDatabase.with(moved) { try count() } }
    }
}
