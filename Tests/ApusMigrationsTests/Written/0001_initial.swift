import ApusORM

let m0001Initial = Migration(
    "0001_initial",
    operations: [
        .createModel(
            "Author",
            fields: [
                .key("id"),
                .field("name", .text(maxLength: 50), unique: true),
                .field("isAlive", .boolean, default: true),
                .field("score", .double, default: 1.5),
            ],
            options: .init(verboseName: "writer", ordering: ["-name", "id"])),
        .createModel(
            "Book",
            fields: [
                .key("id"),
                .field(
                    "title",
                    .text(maxLength: 100),
                    column: "Title",
                    default: "\"a\\b\"\n\u{1}é",
                    verboseName: "the book's title",
                    helpText: "As on the \\(cover)."),
                .foreignKey(
                    "author",
                    to: "library.Author",
                    onDelete: .protect,
                    relatedName: "books"),
                .manyToMany("readers", to: "library.Author", blank: true),
                .field(
                    "kind",
                    .text(maxLength: 1),
                    null: true,
                    choices: [.init("p", "Poem"), .init("n", "Novel")]),
                .field("price", .decimal(digits: 6, places: 2), databaseDefault: 0),
                .field("added", .dateTime, autoNow: .onCreate),
            ],
            table: "books",
            indexes: [.init("by_title", fields: ["-title"], condition: "\"id\" > 0")],
            uniqueTogether: [["title", "author"]],
            constraints: [
                .check("priced", "\"price\" >= 0"),
                .unique("one", fields: ["title", "kind"]),
            ]),
    ])
