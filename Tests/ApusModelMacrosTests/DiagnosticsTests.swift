import Testing

@testable import ApusModelSyntax

@Suite struct DiagnosticsTests {
    @Test func `a model without mistakes has no diagnostics`() {
        let source = #"""
            @Model(table: "questions")
            public struct Question: Codable {
                /// What is asked.
                @Field(maxLength: 200) public var text: String
                @Field("date published", index: true) var publishedAt: Date = .now
                var parent: ForeignKey<Topic>
                @Field(onDelete: .setNull) var author: ForeignKey<Accounts.User>?
                @Reverse(\Choice.question) var choices: Related<Choice>
                var votes = 0, ; static let limit = [1, 2], other = 3
                var score: Double { votes > 0 ? 1 : 0 }
                init() { self = Question(text: "}") }
                func describe() -> String { "{\(text)" }
            }
            """#.replacing(", ;", with: ";")
        #expect(diagnose(source) == [])
    }

    @Test(arguments: ["class", "enum", "actor"])
    func `only structs are models`(keyword: String) {
        let article = keyword == "class" ? "a" : "an"
        #expect(
            diagnose("@Model\n\(keyword) Question { var a: Int }") == [
                "2:1 @Model goes on a struct, not on \(article) \(keyword): a model is a value that "
                    + "save() writes; write 'struct'"
            ])
    }

    @Test func `a class gets a change to a struct offered`() {
        let diagnostic = expandModel("@Model final class Question {}").diagnostics.first
        #expect(
            diagnostic?.fix
                == .init(message: "replace 'class' with 'struct'", range: 13..<18, text: "struct"))
    }

    @Test func `a generic struct is refused`() {
        #expect(
            diagnose("@Model struct Page<Item> { var a: Int }") == [
                "1:19 a model can't be generic: its table has one shape; declare a struct for each "
                    + "table"
            ])
    }

    @Test(arguments: ["private", "fileprivate"])
    func `a private struct is refused`(word: String) {
        #expect(
            diagnose("@Model\n\(word) struct Page { var a: Int }") == [
                "2:1 a model can't be \(word): migrations and other apps refer to it; remove "
                    + "'\(word)'"
            ])
    }

    @Test func `two fields in one var are refused`() {
        #expect(
            diagnose(members: "var a = 1, b = 2\nvar c: Int, d: Int\nvar e: Int") == [
                "1:1 @Model reads one field a 'var': give each its own line, 'var a', …",
                "2:1 @Model reads one field a 'var': give each its own line, 'var c', …",
            ])
    }

    @Test func `commas in generics and calls are no further fields`() {
        #expect(diagnose(members: "var a: Pair<Int, Int> = Pair<Int, Int>(1, 2)\nvar b = 1") == [])
    }

    @Test func `a tuple pattern is refused`() {
        #expect(
            diagnose(members: "    let (a, b) = (1, 2)\nvar c: Int") == [
                "1:9 @Model can't take a pattern apart: declare each field with a 'var' of its own"
            ])
    }

    @Test func `a type that no literal tells must be written`() {
        #expect(
            diagnose(members: "var a = makeA()\nvar b\nvar c = nil") == [
                "1:5 write the type: @Model reads it off plain literals only; 'var a: Type = makeA()'",
                "2:5 write the type: @Model reads it off plain literals only; 'var b: Type = …'",
                "3:5 write the type: 'nil' doesn't tell what 'c' is; 'var c: Date?'",
            ])
    }

    @Test(
        arguments: [
            ("Data", "write '[UInt8]'"),
            ("Float", "write 'Double'"),
            ("Character", "write 'String'"),
            ("(Int, Int)", "write a field for each part of the tuple"),
            ("any Error", "write one concrete type"),
            (
                "Related<Choice>",
                "a reverse relation says where it comes from; write "
                    + "'@Reverse(\\Choice.question)' before it"
            ),
        ])
    func `a type that no column holds is refused`(type: String, advice: String) {
        #expect(
            diagnose(members: "  var a: \(type)") == [
                "1:10 a column can't hold '\(type)': \(advice)"
            ])
    }

    @Test(arguments: ["[String]", "[String: Int]", "Set<Int>"])
    func `a list is refused`(type: String) {
        #expect(
            diagnose(members: "  var a: \(type)") == [
                "1:10 a column can't hold '\(type)': a list of rows is a model of its own, with a "
                    + "ForeignKey to this one; what no query looks into may be a 'JSON<\(type)>'"
            ])
    }

    @Test func `options belong to their types`() {
        #expect(
            diagnose(
                members: """
                    @Field(kind: .email) var a: Int
                    @Field(digits: 3) var b: Double
                    var c: Decimal
                    @Field(digits: 2, places: 3) var d: Decimal
                    @Field(kind: .ipAddress, maxLength: 3) var e: String
                    @Field(maxLength: 3) var f: UUID
                    """) == [
                    "1:8 a kind says what a String holds, and 'a' is an Int: remove it",
                    "2:8 digits counts the digits of a Decimal, and 'b' is a Double: remove it",
                    "3:8 say how many digits 'c' has, and how many of them stand behind the point: "
                        + "'@Field(digits: 10, places: 2)'",
                    "4:16 digits counts all digits and places those behind the point: digits must "
                        + "be at least 1 and as many as places",
                    "5:26 an IP address has a length of its own: remove it",
                    "6:8 maxLength counts the characters of a String, and 'f' is a UUID: remove it",
                ])
    }

    @Test func `moments and generated columns get no value of their own`() {
        #expect(
            diagnose(
                members: """
                    @Field(autoNow: .onSave) var a: Int
                    @Field(autoNow: .onSave) var b: Date = .now
                    @Field(autoNow: .always) var c: CivilDate
                    @Field(autoNow: .onSave) let d: Date
                    @Field(generated: "1") var e: Int
                    @Field(databaseDefault: 3, generated: "1") var f: Int?
                    @Field(generated: "1") var g: ForeignKey<User>
                    """) == [
                    "1:8 autoNow sets a Date, a CivilDate or a TimeOfDay, and 'a' is an Int: remove "
                        + "it",
                    "2:30 autoNow gives 'b' its value: remove what stands behind '='",
                    "3:17 write '.onCreate' or '.onSave'",
                    "4:30 saving writes the moment into 'd': write 'var'",
                    "5:28 the database computes 'e': write what it is before the row is read, 'var "
                        + "e: Int = …' or 'var e: Int?'",
                    "6:8 a generated column has no databaseDefault: remove it",
                    "7:8 a foreign key can't be computed by the database: remove it",
                ])
    }

    @Test func `constraints, latestBy and naturalKey name fields that there are`() {
        #expect(
            diagnose(
                """
                @Model(
                    constraints: [
                        .check("a", "size > 0"), .unique("b", fields: ["siez"], condition: "x"),
                    ], latestBy: ["tilte"], naturalKey: ["titel"])
                struct Book { var title: String; var size: Int }
                """) == [
                    "3:56 'Book' has no field 'siez': did you mean 'size'?",
                    "4:19 'Book' has no field 'tilte': did you mean 'title'?",
                    "4:42 'Book' has no field 'titel': did you mean 'title'?",
                ])
    }

    @Test func `a closure is refused`() {
        #expect(
            diagnose(members: "var a: (Int) -> Int") == [
                "1:8 a column can't hold '(Int)->Int': a function can't be stored; make it a method"
            ])
    }

    @Test func `an implicitly unwrapped or doubly optional type is refused`() {
        #expect(
            diagnose(members: "var a: Date!\nvar b: Int??\nvar c: Optional<Int>?") == [
                "1:8 a field can't be implicitly unwrapped: write 'Date', or 'Date?' where the "
                    + "column may be NULL",
                "2:8 a column is NULL or not, it can't be NULL twice: write one question mark",
                "3:8 a column is NULL or not, it can't be NULL twice: write one question mark",
            ])
    }

    @Test func `a foreign key needs its model`() {
        #expect(
            diagnose(members: "var a: ForeignKey") == [
                "1:8 write the model that it points at: 'ForeignKey<Question>'"
            ])
    }

    @Test func `an optional foreign key must say what a deletion does`() {
        #expect(
            diagnose(members: "var author: ForeignKey<User>?") == [
                "1:13 say what happens to 'author' when its User is deleted: "
                    + "'@Field(onDelete: .setNull)', or '.cascade'"
            ])
    }

    @Test func `setNull needs an optional`() {
        let source = "@Field(onDelete: .setNull) var author: ForeignKey<User>"
        #expect(
            diagnose(members: source) == [
                "1:18 setNull needs a column that may be NULL: write "
                    + "'var author: ForeignKey<User>?'"
            ])
    }

    @Test func `onDelete and maxLength belong to their types`() {
        #expect(
            diagnose(
                members: """
                    @Field(onDelete: .cascade) var a: Int
                    @Field(maxLength: 3) var b = 1
                    @Field(maxLength: 0) var c: String
                    @Field(onDelete: .setDefault) var d: ForeignKey<User>
                    """) == [
                    "1:8 onDelete is for a ForeignKey, and 'a' is an Int: remove it",
                    "2:8 maxLength counts the characters of a String, and 'b' is an Int: remove it",
                    "3:19 maxLength must be at least 1",
                    "4:18 'd' has no default that .setDefault could set: write one, "
                        + "'= .init(id: 1)', or .set(…), .setNull, .protect or .cascade",
                ])
        #expect(
            diagnose(
                members: """
                    @Field(onDelete: .setDefault) var a: ForeignKey<User> = .init(id: 1)
                    @Field(onDelete: .cascade) var b: ForeignKey<User>? = .init(id: 1)
                    var c: ForeignKey<User> = first()
                    """) == [
                    "2:32 only a ForeignKey that isn't optional has a default: remove it",
                    "3:5 a foreign key's default is a key that is always there, '= .init(id: 1)': "
                        + "leave others to the one who saves the Sample",
                ])
    }

    @Test func `an unknown argument gets the one that was meant`() {
        #expect(
            diagnose(
                members: "@Field(maxlength: 3) var a: String\n@Field(\"x\", colour: 1) var b: Int")
                == [
                    "1:8 @Field has no argument 'maxlength': did you mean 'maxLength'?",
                    "2:13 @Field has no argument 'colour': did you mean 'column'?",
                ])
        #expect(
            diagnose("@Model(tabel: \"x\") struct A { var a: Int }") == [
                "1:8 @Model has no argument 'tabel': did you mean 'table'?"
            ])
    }

    @Test func `two fields can't share a column`() {
        #expect(
            diagnose(
                members: """
                    var authorID: Int
                    @Field(column: "author_id") var other: Int
                    var author: ForeignKey<User>
                    """) == [
                    "2:16 the column 'author_id' belongs to 'authorID' already: write "
                        + "'@Field(column: \"…\")' with another name",
                    "3:5 the column 'author_id' belongs to 'other' already: write "
                        + "'@Field(column: \"…\")' with another name",
                ])
    }

    @Test func `options name fields that there are`() {
        #expect(
            diagnose(
                """
                @Model(
                    indexes: [IndexSchema("by_title", fields: ["-titel"])],
                    uniqueTogether: [["title", "autor"], ["id", "zzz"]])
                struct Book { var title: String; var author: String }
                """) == [
                    "2:48 'Book' has no field 'titel': did you mean 'title'?",
                    "3:32 'Book' has no field 'autor': did you mean 'author'?",
                    "3:49 'Book' has no field 'zzz': it has id, title, author",
                ])
    }

    @Test func `what the macro makes can't be declared again`() {
        #expect(
            diagnose(members: "var a: Int\n  struct Columns {}\n  static let table = 1") == [
                "2:10 @Model makes a static 'Columns' itself: rename this one",
                "3:14 @Model makes a static 'table' itself: rename this one",
            ])
    }

    @Test func `a column's name is a plain string`() {
        #expect(
            diagnose(members: #"@Field(column: "a\(b)") var a: Int"#) == [
                "1:16 write the column's name as a plain string: \"a\""
            ])
    }

    @Test func `names that a model has already are reserved`() {
        #expect(
            diagnose(members: "var save: Bool\nvar `delete`: Bool\nvar a: Int\nvar a: Int") == [
                "1:5 'save' is the name of the method that writes a model: call the field something "
                    + "else; '@Field(column: \"save\")' keeps the column's name",
                "2:5 'delete' is the name of the method that deletes a model: call the field "
                    + "something else; '@Field(column: \"delete\")' keeps the column's name",
                "4:5 'a' is declared twice: rename one",
            ])
    }

    @Test func `the key is the model's own`() {
        #expect(
            diagnose(
                members: """
                    var id: String
                    @Field(primaryKey: true) var code: String
                    """) == [
                    "1:5 'id' is another name of the primary key 'code': call the field something "
                        + "else",
                    "1:9 the key of a model is a Key of its own: write 'var id: Key<Sample>', or "
                        + "leave it out; a key of another type says '@Field(primaryKey: true)'",
                ])
        #expect(
            diagnose(
                members: """
                    @Field(primaryKey: true) var code: String
                    @Field(primaryKey: true, maxLength: 3) var other: String
                    """) == [
                    "2:44 'code' is the primary key already: a model has one; write "
                        + "'uniqueTogether: [[\"code\", \"other\"]]' in @Model for a pair that no "
                        + "two rows have"
                ])
        #expect(
            diagnose(members: "@Field(primaryKey: true, unique: true) var a: Double?") == [
                "1:26 a primary key needs no 'unique': remove it",
                "1:47 a primary key can't be NULL: remove the question mark",
            ])
        #expect(
            diagnose(members: "@Field(primaryKey: true) var a: Bool") == [
                "1:33 no primary key is a Bool: a String, an Int, a UUID, a OneToOne or a type of "
                    + "your own that is a PrimaryKey can be one"
            ])
        #expect(
            diagnose(members: "@Field(primaryKey: isKey) let a: String") == [
                "1:20 write 'primaryKey: true', or leave it out: the model is made before the "
                    + "program runs"
            ])
        #expect(diagnose(members: "@Field(primaryKey: true) var id: UUID = UUID()") == [])
        #expect(diagnose(members: "var id: Key<Sample>\nvar a: Int") == [])
        #expect(
            diagnose(members: "let id: ApusORM.Key<Self>") == [
                "1:5 saving writes the new key into 'id': write 'var'"
            ])
    }

    @Test func `constants, lazy properties and unknown wrappers are no fields`() {
        #expect(
            diagnose(
                members: """
                    let a = 1
                    lazy var b: Int = 1
                    @Clamped(0...1) var c: Int
                    weak var d: Thing?
                    let e: Int
                    """) == [
                    "1:1 'a' is a constant and no row could change it: write 'var', or "
                        + "'static let' where it is no field",
                    "2:1 a lazy property is no field: make 'b' computed, with braces",
                    "3:1 @Model doesn't know '@Clamped': every stored property is a column; "
                        + "remove the attribute, or make 'c' computed",
                    "4:1 a field holds a value: refer to another model with 'ForeignKey<…>'",
                ])
    }

    @Test func `fields can't depend on a condition, methods can`() {
        #expect(
            diagnose(
                members: """
                    var a: Int
                    #if DEBUG && os(Linux)
                    var b: Int
                    var d: Int { 1 }
                    #else
                    func f() {}
                    #endif
                    var c: Int
                    """) == [
                    "3:5 @Model can't see which branch of '#if' holds: declare 'b' outside of it"
                ])
    }

    @Test func `a computed property has no column`() {
        #expect(
            diagnose(members: "@Field(unique: true) var a: Int { 1 }") == [
                "1:1 'a' is computed and has no column: remove '@Field', or the braces"
            ])
    }

    @Test func `a model without fields is warned about`() {
        #expect(
            diagnose("@Model struct Nothing {}") == [
                "1:15 'Nothing' has no fields: declare one, such as 'var name: String'"
            ])
    }
}
