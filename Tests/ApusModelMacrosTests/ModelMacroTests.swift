import ApusORM
import ApusValues
import FoundationEssentials
import Testing

@Suite struct ModelMacroTests {
    @Test func `a model's table follows from its properties`() {
        #expect(Question.schema.table == "polls_question")
        #expect(Question.schema.fields.map(\.column) == ["id", "text", "published_at"])
        #expect(Question.schema.field("publishedAt")?.verboseName == "date published")
        #expect(Choice.schema.fields.map(\.column) == ["id", "question_id", "text", "votes"])
        #expect(Choice.schema.field("votes")?.defaultValue == .integer(0))
        #expect(Choice.schema.field("question")?.reference?.model == "polls.Question")
    }

    @Test func `a saved model is read back`() throws {
        try ModelDatabase.with(Question.self, Choice.self) {
            let question = try Question.create(
                text: "Why?", publishedAt: Date(timeIntervalSince1970: 1))
            let choice = try Choice.create(question: question, text: "Because")
            let read = try Choice.get(choice.id)
            #expect(read.text == "Because")
            #expect(read.votes == 0)
            #expect(try read.question.get().text == "Why?")
        }
    }

    @Test func `templates read fields and computed properties they can print`() throws {
        let question = Question(text: "Why?", publishedAt: .now)
        guard case .bool(false) = try question.value(ofMember: "isLong") else {
            Issue.record("isLong is no member")
            return
        }
        #expect(try question.value(ofMember: "sizes") == nil)
        #expect(try question.value(ofMember: "nothing") == nil)
    }
}
