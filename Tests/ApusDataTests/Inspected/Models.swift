// Made of the tables of a database by `manage inspectdb`. Read it before you use it:
// - Rename models and properties as you like; `table:` and `column:` say what they are called
//   in the database, so write them where a new name no longer implies the old.
// - `onDelete:` is what the database does. What Django did stands in its models.
// - `manage makemigrations`, then `manage migrate --fake-initial`, adopts the tables.
import ApusORM
import ApusValues
import FoundationEssentials

@Model(table: "auth_group")
struct Group {
    @Field(maxLength: 150, unique: true) var name: String
    var permissions: ManyToMany<Permission>
}

@Model(table: "auth_permission", uniqueTogether: [["contentType", "codename"]])
struct Permission {
    @Field(onDelete: .doNothing) var contentType: ForeignKey<ContentType>
    @Field(maxLength: 100) var codename: String
    @Field(maxLength: 255) var name: String
}

@Model(table: "auth_user")
struct User {
    @Field(maxLength: 128) var password: String
    var lastLogin: Date?
    var isSuperuser: Bool
    @Field(maxLength: 150, unique: true) var username: String
    @Field(maxLength: 150) var lastName: String
    @Field(maxLength: 254) var email: String
    var isStaff: Bool
    var isActive: Bool
    var dateJoined: Date
    @Field(maxLength: 150) var firstName: String
    var groups: ManyToMany<Group>
    var userPermissions: ManyToMany<Permission>
}

@Model(table: "django_admin_log")
struct AdminLog {
    var objectID: String?
    @Field(maxLength: 200) var objectRepr: String
    var actionFlag: UInt16
    var changeMessage: String
    @Field(onDelete: .doNothing) var contentType: ForeignKey<ContentType>?
    @Field(onDelete: .doNothing) var user: ForeignKey<User>
    var actionTime: Date
}

@Model(table: "django_content_type", uniqueTogether: [["appLabel", "model"]])
struct ContentType {
    @Field(maxLength: 100) var appLabel: String
    @Field(maxLength: 100) var model: String
}

@Model(table: "django_session")
struct Session {
    @Field(primaryKey: true, maxLength: 40) var sessionKey: String
    var sessionData: String
    @Field(index: true) var expireDate: Date
}

@Model(table: "old-stubs")
struct OldStubs {
    var number: UInt32
    @Field(column: "Odd Name") var oddName: Int16
    @Field(onDelete: .doNothing) var ticket: ForeignKey<Ticket>
}

@Model(table: "polls_choice", uniqueTogether: [["question", "text"]])
struct Choice {
    @Field(maxLength: 200) var text: String
    var votes: Int32
    @Field(maxLength: 10) var `class`: String
    @Field(maxLength: 10, column: "save") var saveValue: String
    @Field(onDelete: .doNothing) var question: ForeignKey<Question>
}

@Model(table: "polls_club")
struct Club {
    @Field(maxLength: 30) var name: String
}

@Model(table: "polls_country")
struct Country {
    @Field(primaryKey: true, maxLength: 2) var code: String
    @Field(maxLength: 60, unique: true) var name: String
}

@Model(table: "polls_membership")
struct Membership {
    var since: CivilDate
    @Field(onDelete: .doNothing) var user: ForeignKey<User>
    @Field(onDelete: .doNothing) var tag: ForeignKey<Tag>
}

@Model(
    table: "polls_question",
    indexes: [IndexSchema("text_then_date", fields: ["text", "-pubDate"])],
    constraints: [
        .unique("one_text_a_country", fields: ["text", "country"]),
        .unique("one_open_email", fields: ["email"], condition: "\"is_open\""),
        .check("rank_to_100", "\"rank\" <= 100"),
    ])
struct Question {
    @Field(maxLength: 200) var text: String
    @Field(index: true) var pubDate: Date
    var closes: CivilDate?
    var askedAt: TimeOfDay?
    var takes: Int?
    @Field(unique: true) var token: UUID
    // digits and places are a guess
    @Field(digits: 10, places: 5) var price: Decimal
    var weight: Double
    var isOpen: Bool
    var isOdd: Bool?
    var data: DynamicValue?
    var photo: [UInt8]?
    var rank: UInt16
    var notes: String
    @Field(maxLength: 254) var email: String
    @Field(kind: .ipAddress) var address: String?
    @Field(onDelete: .doNothing) var country: ForeignKey<Country>?
    @Field(onDelete: .doNothing) var parent: ForeignKey<Question>?
    var countries: ManyToMany<Country>
    var tags: ManyToMany<Tag>
}

@Model(table: "polls_seat")
struct Seat {
    var number: Int32
    @Field(onDelete: .doNothing) var club: ForeignKey<Club>
    @Field(onDelete: .doNothing) var user: ForeignKey<User>
}

@Model(table: "polls_summary")
struct Summary {
    @Field(primaryKey: true, onDelete: .doNothing) var question: OneToOne<Question>
    var text: String
}

@Model(table: "polls_tag")
struct Tag {
    @Field(maxLength: 50, unique: true) var name: String
}

@Model(table: "polls_ticket")
struct Ticket {
    @Field(primaryKey: true) var id: UUID
    @Field(onDelete: .doNothing) var backup: ForeignKey<Choice>?
    @Field(onDelete: .doNothing) var choice: ForeignKey<Choice>
    @Field(onDelete: .doNothing) var holder: OneToOne<User>?
}
