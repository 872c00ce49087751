import ApusORM
import ApusValues
import FoundationEssentials

// Each `error` comment says what the compiler must report in its line.

@Model
struct Poll {
    @Field(maxLength: 200) var text: String
    var publishedAt: Date
    var closedAt: Date?
    @Reverse(\Answer.poll) var answers: Related<Answer>
}

@Model
struct Answer {
    var poll: ForeignKey<Poll>
    @Field(onDelete: .setNull) var author: ForeignKey<Voter>?
    var text: String
    var votes = 0
}

@Model
struct Voter {
    var name: String
}

func right(name: String, poll: Poll) throws {
    _ = try Answer.filter { $0.votes > 3 && $0.poll.text == name }.all()
    _ = Poll.filter { $0.closedAt == nil || $0.closedAt < .now }
    _ = Answer.filter { $0.poll == poll && $0.author.name == "Ada" }
    try Answer.filter { $0.id == 3 }.update {
        $0.votes += 1; $0.text = name; $0.author = nil
    }
    _ = try poll.answers.order { $0.votes.descending }.first()?.poll.get().text
}

func wrong(poll: Poll, answer: Answer, voter: Voter) throws {
    _ = Answer.filter { $0.voted > 3 }  // error: has no member 'voted'
    _ = Answer.filter { $0.votes == "3" }  // error: cannot convert value of type 'String' to expect
    _ = Answer.filter { $0.text == 3 }  // error:33: operator function '=='
    _ = Answer.filter { $0.poll.txt == "x" }  // error: has no dynamic member 'txt'
    _ = Answer.filter { $0.poll.text == 3 }  // error:38: operator function '=='
    _ = Answer.filter { $0.id == poll.id }  // error: cannot convert value of type 'Key<Poll>' to ex
    _ = Answer.filter { $0.poll == voter }  // error: cannot be applied to operands of type
    _ = Answer.filter { $0.poll == answer.id }  // error: cannot be applied to operands of type
    _ = Answer.filter { $0.votes.contains("3") }  // error: requires that 'Int' conform to 'TextValu
    _ = Answer.filter { $0.text.poll == "x" }  // error: has no member 'poll'
    _ = Poll.filter { $0.publishedAt == nil }  // error: 'nil' is not compatible with expected argum
    _ = Poll.order { $0.published.descending }  // error: has no member 'published'
    _ = poll.answers.filter { $0.publishedAt < .now }  // error: has no member 'publishedAt'
    try Answer.filter { $0.id == 3 }.update { $0.votes = "x" }  // error: cannot assign value of typ
    try Answer.filter { $0.id == 3 }.update { $0.vote += 1 }  // error: has no dynamic member 'vote'
    try Answer.filter { $0.id == 3 }.update { $0.votes = $0.text }  // error: cannot assign value of
    try Answer.filter { $0.id == 3 }.update { $0.poll = voter }  // error: cannot assign value of ty
    try Answer.query.update { print($0.votes as Int) }  // error: columns can only be set
    _ = try Answer.get(poll.id)  // error: cannot convert value of type 'Key<Poll>' to expected argu
    _ = Answer(poll: voter, text: "x")  // error: requires the types 'Voter' and 'Poll' be equivalen
    _ = Answer(poll: poll, text: "x", votes: "3")  // error: cannot convert value of type 'String' t
    _ = Answer(text: "x")  // error: missing argument for parameter 'poll'
    _ = try Answer.create(poll: poll)  // error: missing argument for parameter 'text'
    _ = answer.poll.text  // error: has no member 'text'
    let text: String = try answer.poll.get().publishedAt  // error: cannot convert value of type 'Da
    print(text)
}
