import ApusORM
import ApusValues
import FoundationEssentials

@Model(app: "bench")
struct World {
    var randomNumber: Int
}

@Model(app: "bench")
struct Item {
    var name: String
    var title: String
    var note: String
    var count: Int
    var size: Int
    var price: Double
    var weight: Double
    var isPublic: Bool
    var addedAt: Date
}
