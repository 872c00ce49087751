import Apus

let m0001Initial = Migration(
    "0001_initial",
    operations: [
        .createModel(
            "Question",
            fields: [
                .key("id"),
                .field("text", .text(maxLength: 200)),
                .field("publishedAt", .dateTime, verboseName: "date published"),
            ]),
        .createModel(
            "Choice",
            fields: [
                .key("id"),
                .field("text", .text(maxLength: 200)),
                .field("votes", .bigInteger, default: 0),
                .foreignKey("question", to: "polls.Question"),
            ]),
    ])
