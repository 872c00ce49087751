import ApusORM
import FoundationEssentials
import Testing

@Suite(.emptyPolls) struct SavingTests {
    @Test func `a saved row is read back as it was`() throws {
        let date = Date(timeIntervalSince1970: 1_795_407_288.25)
        let question = try Question.create(text: "What's new?", publishedAt: date)
        #expect(question.id == 1)
        let read = try Question.get(question.id)
        #expect(read.text == "What's new?")
        #expect(read.publishedAt == date)
    }

    @Test func `a foreign key loads the row it points at`() throws {
        let question = try Question.create(text: "Why?", publishedAt: .now)
        let choice = try Choice.create(question: question, text: "Because", votes: 2)
        #expect(try Choice.get(choice.id).question.get().text == "Why?")
    }
}
