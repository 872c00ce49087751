import Apus

let m0001Initial = Migration(
    "0001_initial",
    operations: [
        .createModel(
            "Counter",
            fields: [.key("id"), .field("count", .bigInteger, default: 0)],
            table: "counter"),
        .createModel(
            "Fortune",
            fields: [.key("id"), .field("message", .text(maxLength: 2048))],
            table: "fortune"),
        .createModel(
            "World",
            fields: [.key("id"), .field("randomNumber", .bigInteger, column: "randomnumber")],
            table: "world"),
    ])
