import Apus

@Model(table: "world")
struct World {
    @Field(column: "randomnumber") var randomNumber: Int

    static var randomID: Int { Int(RandomNumbers.next() % 10_000) + 1 }
}

@Model(table: "fortune")
struct Fortune {
    @Field(maxLength: 2048) var message: String
}

@Model(table: "counter")
struct Counter {
    var count = 0
}
