import ApusORM
import ApusValues
import FoundationEssentials

@Model(app: "polls")
struct Question {
    @Field(maxLength: 200) var text: String
    @Field("date published") var publishedAt: Date
    @Reverse(\Choice.question) var choices: Related<Choice>

    var isLong: Bool { text.count > 20 }
    var sizes: (bytes: Int, letters: Int) { (text.utf8.count, text.count) }
}

@Model(app: "polls")
struct Choice {
    var question: ForeignKey<Question>
    @Field(maxLength: 200) var text: String
    var votes = 0
}
