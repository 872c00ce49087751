import ApusORM
import ApusValues
import FoundationEssentials

// What `@Model` writes, written by hand: the contract between the macro and the ORM.

// @Model
struct Question {
    // @Field(maxLength: 200)
    var text: String
    // @Field("date published")
    var publishedAt: Date
    // @Reverse(\Choice.question)
    var choices: Related<Choice> { Related(to: self, by: \.question) }

    // From here on: the macro's members. Access level is the struct's.
    var id: Key<Question> = .unsaved
    var _state = ModelState()

    // Only where @Model(app:) says it: the default is the module's name.
    static var modelName: ModelName { "polls.Question" }

    static let table = Table(
        Question.self,
        fields: [
            .id,
            Field("text", String.self, maxLength: 200),
            Field("publishedAt", Date.self, verboseName: "date published"),
        ],
        relations: [.reverse("choices", \Choice.Columns.question)])

    struct Columns: ModelColumns {
        let _path: Path<Question>
        init(_ path: Path<Question>) { _path = path }

        var id: Key<Question>.ColumnType { _path.column(0) }
        var text: String.ColumnType { _path.column(1) }
        var publishedAt: Date.ColumnType { _path.column(2) }
        var choices: Choice.Columns { _path.reverse(\Choice.Columns.question) }
    }

    init(text: String, publishedAt: Date) {
        self.text = text
        self.publishedAt = publishedAt
    }

    init(row: inout Row) throws {
        id = try row.next()
        text = try row.next()
        publishedAt = try row.next()
    }

    var fieldValues: [SQLValue] { [id.sqlValue, text.sqlValue, publishedAt.sqlValue] }

    func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "id", "pk": id.dynamicValue
        case "text": text.dynamicValue
        case "publishedAt": publishedAt.dynamicValue
        case "choices": try choices.dynamicRows()
        default: nil
        }
    }

    @discardableResult
    static func create(text: String, publishedAt: Date) throws -> Question {
        try Question(text: text, publishedAt: publishedAt).saved()
    }
}

extension Question: Model {}

// @Model
struct Choice {
    var question: ForeignKey<Question>
    // @Field(maxLength: 200)
    var text: String
    var votes = 0

    var id: Key<Choice> = .unsaved
    var _state = ModelState()

    static var modelName: ModelName { "polls.Choice" }

    static let table = Table(
        Choice.self,
        fields: [
            .id,
            Field("question", ForeignKey<Question>.self),
            Field("text", String.self, maxLength: 200),
            Field("votes", Int.self, default: 0),
        ])

    struct Columns: ModelColumns {
        let _path: Path<Choice>
        init(_ path: Path<Choice>) { _path = path }

        var id: Key<Choice>.ColumnType { _path.column(0) }
        var question: ForeignKey<Question>.ColumnType { _path.column(1) }
        var text: String.ColumnType { _path.column(2) }
        var votes: Int.ColumnType { _path.column(3) }
    }

    init(question: some Reference<Question>, text: String, votes: Int = 0) {
        self.question = question.foreignKey
        self.text = text
        self.votes = votes
    }

    init(row: inout Row) throws {
        id = try row.next()
        question = try row.next()
        text = try row.next()
        votes = try row.next()
    }

    var fieldValues: [SQLValue] {
        [id.sqlValue, question.sqlValue, text.sqlValue, votes.sqlValue]
    }

    func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "id", "pk": id.dynamicValue
        case "question": try question.dynamicRow()
        case "question_id", "questionID": question.dynamicValue
        case "text": text.dynamicValue
        case "votes": votes.dynamicValue
        default: nil
        }
    }

    @discardableResult
    static func create(
        question: some Reference<Question>, text: String, votes: Int = 0
    ) throws -> Choice {
        try Choice(question: question, text: text, votes: votes).saved()
    }
}

extension Choice: Model {}
