import ApusORM
import ApusValues
import FoundationEssentials

// Each `error` comment says what the compiler must report in its line, and where with a column.

/// A comment — with letters of several bytes — before the attribute.
@Model(app: "misuse")
class Page {  // error:1: @Model goes on a struct, not on a class: a model is a value that save()
    let text: String = ""
}

@Model struct Box<Item> { var a: Int }  // error:18: a model can't be generic: its table has one

@Model private struct Hidden { var a: Int }  // error:8: a model can't be private: migrations and

@Model
struct Article {
    var title = "Größe", body = ""  // error:5: @Model reads one field a 'var': give each its own
    var rating = Int.random(in: 0..<5)  // error:9: write the type: @Model reads it off plain
    var tags: [String] = []  // error:15: a column can't hold '[String]': a list of rows is a model
    var size: Float = 0  // error:15: a column can't hold 'Float': write 'Double'
    @Field(kind: .slug) var stars: Int  // error:12: a kind says what a String holds, and 'stars'
    var price: Decimal = 1  // error:16: say how many digits 'price' has, and how many of them
    /* é */ var date: Date!  // error:24: a field can't be implicitly unwrapped: write 'Date', or
    var page: ForeignKey<Author>?  // error:15: say what happens to 'page' when its Author is del
    @Field(onDelete: .setNull) var author: ForeignKey<Author>  // error:22: setNull needs a column
    @Field(maxLength: 10) var count: Int  // error:12: maxLength counts the characters of a String
    @Field(column: "count") var number: Int  // error:20: the column 'count' belongs to 'count'
    var save = false  // error:9: 'save' is the name of the method that writes a model
    let version = 2  // error:5: 'version' is a constant and no row could change it
    var id: String  // error:13: the key of a model is a Key of its own: write 'var id: Key<Article>
}

@Model
struct Author {
    @Field(  // error: incorrect argument label in macro expansion
        maxlength: 3  // error:9: @Field has no argument 'maxlength': did you mean 'maxLength'?
    )
    var name: String
    @Reverse(\Article.author) var articles: Related<Article>
    @Reverse(\Author.name) var wrong: Related<Author>  // error:14: 'name' is no foreign key: name
    @Reverse(\Answer.author) var lost: Related<Answer>  // error:14: points at another model than
    @Reverse(\Article.author) var mixed: Related<Author>  // error: cannot convert value of type
    var colour: Colour  // error:17: a field's type must be a FieldValue: conform it to St
    var best: Article  // error:15: a field can't hold another model: write 'ForeignKey<…>' around
    var colours: Colour?  // error:18: a field's type must be a FieldValue: conform it to S
    var other: ForeignKey<Colour>  // error: type 'Colour' does not conform to protocol 'Model'
}

struct Colour: Sendable { var red = 0 }

@Model
struct Wrong {
    @Field(validators: [.email]) var age: Int  // error:26: property 'email' requires the types
    @Field(choices: [1: "one"]) var grade: String  // error:22: cannot convert value of type 'Int'
    @Field(autoNow: .onSave) var seen: Level  // error:40: autoNow sets a Date, a CivilDate
    @Field(databaseDefault: "x") var rank: Int  // error:29: cannot convert return expression
    @Field(validators: [.minLenght(3)]) var name: String  // error:26: has no member 'minLenght'
    @Field(validators: [.minLength(3), .minValue(2)]) var a: String  // error:41: no exact matches
    @Field(kind: .phone) var phone: String  // error: has no member 'phone'
    @Field(maxLength: "3") var code: String  // error: cannot convert value of type 'String' to exp
    var level: Level
}

@Model(constraints: [.check("positive", 3)])  // error: cannot convert value of type 'Int' to expe
struct WrongOptions {
    var a: Int
}

func wrong(row: Wrong) {
    _ = Wrong.filter { $0.level == "low" }  // error:36: cannot convert value of type 'String'
    _ = Wrong.filter { $0.level.contains("low") }  // error: requires that 'Level' conform
    let level: Level = .medium  // error: has no member 'medium'
    print(level)
}

enum Level: String, Choices {
    case low, high
}
