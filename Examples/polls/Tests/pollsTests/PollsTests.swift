import Apus
import ApusTesting
import Testing
import mysite

@testable import polls

@Suite(.site(site)) struct PollsTests {
    let client = TestClient(site)

    func question(_ text: String, days: Double) throws -> Question {
        try Question.create(text: text, publishedAt: .now + days * 86_400)
    }

    @Test func `without questions the index says so`() throws {
        let response = try client.get("/polls/")
        #expect(response.status == 200)
        #expect(response.text.contains("No polls are available."))
    }

    @Test func `the index shows past questions and hides future ones`() throws {
        _ = try question("Past?", days: -30)
        _ = try question("Future?", days: 30)
        let response = try client.get("/polls/")
        #expect(response.text.contains("Past?"))
        #expect(!response.text.contains("Future?"))
    }

    @Test func `a future question can't be read`() throws {
        let future = try question("Future?", days: 5)
        #expect(try client.get(reverse("polls:detail", future.id)).status == 404)
        let past = try question("Past?", days: -5)
        #expect(try client.get(reverse("polls:detail", past.id)).text.contains("Past?"))
    }

    @Test func `a vote counts once`() throws {
        let past = try question("Past?", days: -5)
        let choice = try Choice.create(question: past, text: "Yes")
        let response = try client.post(
            reverse("polls:vote", past.id), form: ["choice": "\(choice.id)"])
        #expect(response.redirect == "/polls/\(past.id)/results/")
        #expect(try Choice.get(choice.id).votes == 1)
    }

    @Test func `a vote without a choice is told so`() throws {
        let past = try question("Past?", days: -5)
        let response = try client.post(reverse("polls:vote", past.id))
        #expect(response.text.contains("You didn&#x27;t select a choice."))
    }
}
