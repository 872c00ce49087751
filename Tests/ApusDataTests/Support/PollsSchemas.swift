import ApusMigrations
import ApusORM

/// The models behind Django's tables, written by hand.
enum PollsSchemas {
    static let user = ModelSchema(
        "auth.User", table: "auth_user",
        fields: [.key("id", .integerKey), .field("username", .text(maxLength: 150), unique: true)])

    static let country = ModelSchema(
        "polls.Country",
        fields: [
            .field("code", .text(maxLength: 2), primaryKey: true),
            .field("name", .text(maxLength: 60), unique: true),
        ], options: ModelOptions(ordering: ["name"]))

    static let tag = ModelSchema(
        "polls.Tag", fields: [.key("id"), .field("name", .slug(), unique: true)],
        options: ModelOptions(ordering: ["-name"]))

    static let question = ModelSchema(
        "polls.Question",
        fields: [
            .key("id"), .field("text", .text(maxLength: 200)),
            .field("pubDate", .dateTime, index: true), .field("closes", .date, null: true),
            .field("askedAt", .time, null: true), .field("takes", .duration, null: true),
            .field("token", .uuid, unique: true),
            .field("price", .decimal(digits: 8, places: 2), default: 0),
            .field("weight", .double, default: 0.0), .field("isOpen", .boolean, default: true),
            .field("isOdd", .boolean, null: true), .field("data", .json, null: true),
            .field("photo", .blob, null: true),
            .field("rank", .positiveSmallInteger, default: 0), .field("notes", .text()),
            .field("email", .email()), .field("address", .ipAddress, null: true),
            .foreignKey("country", to: "polls.Country", onDelete: .setNull, null: true),
            .foreignKey("parent", to: "polls.Question", relatedName: "parts", null: true),
            .manyToMany("tags", to: "polls.Tag"),
            .manyToMany("countries", to: "polls.Country", relatedName: "allowed"),
        ])

    static let choice = ModelSchema(
        "polls.Choice",
        fields: [
            .key("id"), .foreignKey("question", to: "Question"),
            .field("text", .text(maxLength: 200)), .field("votes", .integer, default: 0),
            .field("default", .text(maxLength: 10), column: "class"),
            .field("saveTo", .text(maxLength: 10), column: "save"),
        ], uniqueTogether: [["question", "text"]])

    static let summary = ModelSchema(
        "polls.Summary",
        fields: [
            .foreignKey("question", to: "polls.Question", primaryKey: true),
            .field("text", .text()),
        ])

    static let ticket = ModelSchema(
        "polls.Ticket",
        fields: [
            .field("id", .uuid, primaryKey: true),
            .foreignKey("choice", to: "polls.Choice", onDelete: .protect),
            .foreignKey("backup", to: "polls.Choice", onDelete: .setNull, null: true),
            .foreignKey("holder", to: "auth.User", null: true, unique: true),
        ])

    static let stub = ModelSchema(
        "polls.Stub", table: "old-stubs",
        fields: [
            .key("id"), .foreignKey("ticket", to: "polls.Ticket"),
            .field("number", .positiveInteger),
            .field("oddName", .smallInteger, column: "Odd Name"),
        ])

    static let membership = ModelSchema(
        "polls.Membership",
        fields: [
            .key("id"), .foreignKey("tag", to: "polls.Tag"),
            .foreignKey("user", to: "auth.User"), .field("since", .date),
        ])

    static let club = ModelSchema(
        "polls.Club",
        fields: [
            .key("id"), .field("name", .text(maxLength: 30)),
            .manyToMany("members", to: "auth.User", through: "polls.Seat"),
        ])

    static let seat = ModelSchema(
        "polls.Seat",
        fields: [
            .key("id"), .foreignKey("club", to: "polls.Club"),
            .foreignKey("user", to: "auth.User"), .field("number", .integer, default: 1),
        ])

    static let all = [
        country, tag, question, choice, summary, ticket, stub, membership, club, seat,
    ]
}
