import Apus
import ApusTesting
import Testing

private struct Vote: Codable {
    var choice: Int
    var names: [String] = []
}

private let site: Site = {
    var settings = Settings(projectFolder: "/nonexistent")
    settings.debug = true
    return Site(settings: settings) {
        path("vote/") { request in
            let vote = try request.json(Vote.self)
            return try .json(encoding: Vote(choice: vote.choice + 1))
        }
    }
}()

@Suite struct `JSON in requests` {
    private func post(_ body: String) throws -> TestResponse {
        try TestClient(site).post("/vote/", body: body, contentType: "application/json")
    }

    @Test func `is decoded`() throws {
        let response = try post(#"{"choice": 3, "names": ["a"]}"#)
        #expect(response.text.contains(#""choice":4"#))
        #expect(response.headers["Content-Type"] == "application/json")
    }

    @Test(arguments: [
        ("{", "it can&#x27;t be read."), (#"{"names": []}"#, "&#x27;choice&#x27; is missing."),
        (#"{"choice": "x", "names": []}"#, "&#x27;choice&#x27;: "),
        (#"{"choice": 1, "names": [2]}"#, "&#x27;names.0&#x27;: "),
    ])
    func `is refused with the key that is wrong`(body: String, reason: String) throws {
        let response = try post(body)
        #expect(response.status == 400)
        #expect(response.text.contains("The body is no JSON for Vote: " + reason))
    }
}
