import Apus

@Model
struct Question {
    @Field(maxLength: 200) var text: String
    @Field("date published") var publishedAt: Date
    @Reverse(\Choice.question) var choices: Related<Choice>

    static var published: QuerySet<Question> {
        filter { $0.publishedAt <= .now }
    }
}

@Model
struct Choice {
    var question: ForeignKey<Question>
    @Field(maxLength: 200) var text: String
    var votes = 0
}
