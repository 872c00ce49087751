import ApusORM

let m0002Changes = Migration(
    "0002_changes",
    after: ["0001_initial", "people.0003_more"],
    operations: [
        .addField(to: "Book", .field("isbn", .text(maxLength: 13)), oneOff: "none"),
        .addField(to: "Book", .field("sold", .bigInteger), oneOff: 0),
        .alterField(on: "Book", .field("kind", .text(maxLength: 2), null: true)),
        .renameField("sold", to: "soldCopies", on: "Book"),
        .removeField("score", from: "Author"),
        .renameModel("Author", to: "Writer"),
        .alterTable("Book", to: nil),
        .addIndex(to: "Book", .init("by_isbn", fields: ["isbn"])),
        .renameIndex("by_title", to: "by_the_title", on: "Book"),
        .removeIndex("by_isbn", from: "Book"),
        .removeConstraint("one", from: "Book"),
        .alterUniqueTogether("Book", []),
        .alterOptions("Writer", .init()),
        .createModel("Shelf", fields: [.key("id", .integerKey)]),
        .deleteModel("Shelf"),
        .sql("SELECT 1", reverse: "SELECT 2"),
        .run { _ in throw MigrationError("Copy this step from where it was written.") },
        .run(
            { _ in throw MigrationError("Copy this step from where it was written.") },
            reverse: { _ in throw MigrationError("Copy this step from where it was written.") }),
    ])
