import Testing

@testable import ApusModelSyntax

/// The exact source that `@Model` puts in.
@Suite struct EmissionTests {
    @Test func `a model's members`() {
        let expansion = expandModel(
            #"""
            @Model(table: "answers")
            public struct Choice {
                public var question: ForeignKey<Question>
                @Field("the text", maxLength: 200, index: true) public var text: String
                @Field(onDelete: .setNull) var by: ForeignKey<User>?
                public var votes = 0
                public var at: Date = .now // the moment
                var rank: Int { get throws { votes } }
                @Reverse(\Vote.choice) public var cast: Related<Vote>
            }
            """#)
        #expect(expansion.diagnostics == [])
        #expect(
            expansion.source == #"""
                public typealias ID = ApusORM.Key<Choice>
                public var id: ApusORM.Key<Choice> = ApusORM.Key(0)
                public var _state = ApusORM.ModelState()
                public static let table = ApusORM.Table(Choice.self, name: "answers", fields: [
                    .id,
                    ApusORM.Field("question", ForeignKey<Question>.self),
                    ApusORM.Field("text", String.self, maxLength: 200, index: true, verboseName: "the text"),
                    ApusORM.Field("by", Swift.Optional<ForeignKey<User>>.self, onDelete: .setNull),
                    ApusORM.Field("votes", Int.self, default: 0),
                    ApusORM.Field("at", Date.self, computed: { .now }),
                ], relations: [.reverse("cast", \Vote.Columns.choice)])
                public struct Columns: ApusORM.ModelColumns {
                    public typealias Owner = Choice
                    public let _path: ApusORM.Path<Choice>
                    public init(_ path: ApusORM.Path<Choice>) { _path = path }
                    public var id: ApusORM.Column<ApusORM.Key<Choice>> { _path.column(0) }
                    public var question: ApusORM.ForeignKeyColumn<Question> { _path.column(1) }
                    public var text: ApusORM.Column<String> { _path.column(2) }
                    var by: ApusORM.OptionalForeignKeyColumn<User> { _path.column(3) }
                    public var votes: ApusORM.Column<Int> { _path.column(4) }
                    public var at: ApusORM.Column<Date> { _path.column(5) }
                    public var cast: Vote.Columns { _path.reverse(\Vote.Columns.choice) }
                }
                init(question: some ApusORM.Reference<Question>, text: String, by: (any ApusORM.Reference<User>)? = nil, votes: Int = 0, at: Date = .now) {
                    self.question = question.foreignKey
                    self.text = text
                    self.by = by?.foreignKey
                    self.votes = votes
                    self.at = at
                }
                public init(row: inout ApusORM.Row) throws {
                    let _0: ApusORM.Key<Choice> = try row.next()
                    let _1: ForeignKey<Question> = try row.next()
                    let _2: String = try row.next()
                    let _3: ForeignKey<User>? = try row.next()
                    let _4: Int = try row.next()
                    let _5: Date = try row.next()
                    self.init(_0: _0, _1: _1, _2: _2, _3: _3, _4: _4, _5: _5)
                }
                private init(_0: ApusORM.Key<Choice>, _1: ForeignKey<Question>, _2: String, _3: ForeignKey<User>?, _4: Int, _5: Date) {
                    self.id = _0
                    self.question = _1
                    self.text = _2
                    self.by = _3
                    self.votes = _4
                    self.at = _5
                }
                public var fieldValues: [ApusORM.SQLValue] {
                    [self.id.sqlValue, self.question.sqlValue, self.text.sqlValue, self.by.sqlValue, self.votes.sqlValue, self.at.sqlValue]
                }
                public func value(ofMember name: Swift.String) throws -> ApusValues.DynamicValue? {
                    switch name {
                    case "id", "pk": return self.id.dynamicValue
                    case "question": return try self.question.dynamicRow()
                    case "question_id", "questionID": return self.question.dynamicValue
                    case "text": return self.text.dynamicValue
                    case "by": return try self.by.dynamicRow()
                    case "by_id", "byID": return self.by.dynamicValue
                    case "votes": return self.votes.dynamicValue
                    case "at": return self.at.dynamicValue
                    case "cast": return try self.cast.dynamicRows()
                    case "rank": return try ApusORM.templateValue(self.rank)
                    default: return nil
                    }
                }
                @discardableResult
                static func create(question: some ApusORM.Reference<Question>, text: String, by: (any ApusORM.Reference<User>)? = nil, votes: Int = 0, at: Date = .now) throws -> Choice {
                    try Choice(question: question, text: text, by: by, votes: votes, at: at).saved()
                }
                """#)
    }

    @Test(
        arguments: [
            ("status: Status = .draft", "named: { .draft }"),
            ("status: Status = Status.draft", "named: { Status.draft }"),
            ("status: Status = Defaults.status", "computed: { Defaults.status }"),
            ("size: Int = Defaults.size", "computed: { Defaults.size }"),
            ("at: TimeOfDay = .present", "computed: { .present }"),
            ("at: Date = Clock.distantPast", "computed: { Clock.distantPast }"),
            (#"text = "a \(dice) b""#, #"computed: { "a \(dice) b" }"#),
            (##"text = #"\#\#(dice)"#"##, ##"default: #"\#\#(dice)"#"##),
            (##"text = #"\#(dice)"#"##, ##"computed: { #"\#(dice)"# }"##),
            (#"text = "\\(a)""#, #"default: "\\(a)""#),
            ("status: Status = .init(3)", "computed: { .init(3) }"),
            ("size = -1", "default: -1"), ("size: Int = .max", "default: .max"),
            ("at: Date = .now", "computed: { .now }"), ("at = Date.now", "computed: { Date.now }"),
            ("at: Date = .distantPast", "default: .distantPast"),
            ("data: [UInt8] = []", "default: []"), ("data: [UInt8] = [1]", "computed: { [1] }"),
        ])
    func `a default that stays the same is told to migrations`(field: String, argument: String) {
        let source = expandModel("@Model struct A { var \(field) }").source ?? ""
        #expect(source.contains(".self, \(argument)),"))
    }

    @Test func `a type of the user's own is pointed at where it is written`() {
        let source = "@Model\nstruct Task {\n    var done = false\n    var status: Status\n}"
        let expansion = Expansion.of(
            macro: "ModelMacro", role: "member", declaration: Array(source.utf8),
            location: SourceLocation(file: "/site/Models.swift", line: 10))
        #expect(
            expansion.source?.contains(
                """
                #sourceLocation(file: "/site/Models.swift", line: 12)
                private static func _check1() {
                                requireFieldValue(Status.self) }
                #sourceLocation()
                """) == true)
    }

    @Test func `the members of a model with mistakes initialise nothing`() {
        let expansion = expandModel("@Model struct A { var a: Int; var b: [String] }")
        #expect(expansion.source?.contains("init(a: Int) {\n    Swift.fatalError()\n}") == true)
    }

    @Test func `the extension makes the struct a model, once`() {
        func extend(_ conformances: String?) -> String? {
            Expansion.of(
                macro: "ModelMacro", role: "extension", declaration: Array("struct A { }".utf8),
                extendedType: "Library.A", conformances: conformances
            ).source
        }
        #expect(extend("struct Placeholder: Model {}") == "extension Library.A: ApusORM.Model {}")
        #expect(extend("struct Placeholder {}") == "")
    }
}
