import ApusORM

let m0003Types = Migration(
    "0003_types",
    after: ["0002_changes"],
    operations: [
        .createModel(
            "Every",
            fields: [
                .key("id", .smallKey),
                .field("small", .smallInteger),
                .field("medium", .integer, default: -1),
                .field("tiny", .positiveSmallInteger),
                .field("count", .positiveInteger),
                .field("large", .positiveBigInteger),
                .field("weight", .double, null: true, blank: false),
                .field("price", .decimal(digits: 5, places: 2), default: 1.5),
                .field("slug", .slug(), unique: true),
                .field("short", .slug(maxLength: 9), index: true),
                .field("mail", .email(), blank: true),
                .field("other", .email(maxLength: 60)),
                .field("site", .url()),
                .field("page", .url(maxLength: 500)),
                .field("address", .ipAddress, null: true),
                .field("file", .filePath()),
                .field("folder", .filePath(maxLength: 30)),
                .field("code", .uuid),
                .field("data", .json, default: "{}"),
                .field("day", .date, autoNow: .onSave),
                .field("time", .time, null: true),
                .field("length", .duration, default: 0),
                .field("bytes", .blob, default: .blob([1, 255]), editable: false),
                .field("total", .decimal(digits: 9, places: 2), generated: .init("price * count")),
                .field("state", .text(maxLength: 9), choices: [.init("a", "A")]),
            ],
            indexes: [
                .init(
                    "by_words",
                    fields: ["small"],
                    expressions: ["lower(\"slug\")"],
                    condition: "small > 0")
            ])
    ])
