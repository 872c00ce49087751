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

    @Test func `is told the methods that a view answers`() throws {
        let response = try client.get("/notes/add/")
        #expect(response.status == 405)
        #expect(response.headers["Allow"] == "POST")
    }
}
