import ApusORM
import ApusValues
import FoundationEssentials

/// A field of every type beside the plain ones.
@Model(app: "fields")
struct Parcel: Hashable {
    var code: UUID
    @Field(digits: 10, places: 2) var price: Decimal = 3.133
    @Field(digits: 30, places: 0) var weight: Decimal?
    var day: CivilDate
    var pickup: TimeOfDay?
    var travel: Duration = .seconds(90)
    var tiny: Int8 = -1
    var byte: UInt8 = 255
    var small: UInt16 = 3
    var medium: UInt32 = 4
    var large: UInt = 5
    var larger: UInt64?
    @Field(kind: .email, unique: true) var email = ""
    @Field(kind: .slug, maxLength: 20) var slug = ""
    @Field(kind: .url) var site = ""
    @Field(kind: .ipAddress) var sender: String?
    @Field(kind: .filePath, blank: true) var label = ""
    @Field(maxLength: 10) var state: ParcelState = .draft
    var previous: ParcelState?
    var priority: Priority = .normal
    var colour: Colour = Colour(red: 1, green: 2, blue: 3)
    var stamps: JSON<[Stamp]> = []
    var options: JSON<[String: Int]>?
}

enum ParcelState: String, Choices {
    case draft, inTransit, delivered
}

enum Priority: Int, Choices {
    case low = 1, normal = 5, high = 9

    var label: String { self == .high ? "Very urgent" : "Can wait" }
}

/// Defaults that are another value each time, and one that only looks so.
@Model(app: "fields")
struct Coupon {
    var code: CouponCode = .random
    var note = "number \(UInt64.random(in: 0 ... .max))"
    var time: TimeOfDay = .present
    var day: CivilDate = .present
    var state: ParcelState? = .draft
}

struct CouponCode: StoredValue, Hashable {
    var storedValue: Int64

    init(storedValue: Int64) { self.storedValue = storedValue }

    static var random: CouponCode {
        CouponCode(storedValue: .random(in: 0 ... .max))
    }
}

/// Columns that the database computes, one of another, and rules about them.
@Model(
    app: "fields",
    constraints: [
        .check("total_positive", "total > 0"), .check("cheap", "price < 5"),
        .check("doubled", "\"twice\" = total * 2"),
    ])
struct Offer {
    @Field(digits: 25, places: 19) var price: Decimal
    var amount = 1
    @Field(digits: 10, places: 2, generated: "\"total\" * 2") var twice: Decimal = 0
    @Field(digits: 10, places: 2, generated: "price * amount") var total: Decimal = 0
    var code = "a"
    @Field(unique: true, generated: "upper(code)") var heading: String?
}

/// Defaults of the database, of every type that isn't a plain literal's.
@Model(app: "fields", ordering: ["-parent__rank", "pk"])
struct Shade {
    var rank = 0
    @Field(databaseDefault: ParcelState.inTransit) var state: ParcelState = .draft
    @Field(databaseDefault: CivilDate(year: 2026, month: 1, day: 2)) var day: CivilDate
    @Field(databaseDefault: Date(timeIntervalSince1970: 0)) var at: Date?
    @Field(databaseDefault: Duration.seconds(2)) var length: Duration
    @Field(databaseDefault: UUID(uuid: (15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)))
    var code: UUID
    @Field(databaseDefault: 0.5) var share: Double
    @Field(onDelete: .cascade) var parent: ForeignKey<Shade>?
}

/// Values that may be none.
@Model(app: "fields")
struct Moments {
    var at: Date
    var payload: DynamicValue = .null
}

struct Stamp: Codable, Hashable, Sendable {
    var place: String
    var cents = 0
}

struct Colour: StoredValue, Hashable {
    var red: Int, green: Int, blue: Int

    init(red: Int, green: Int, blue: Int) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    init(storedValue hex: Int) {
        self.init(red: hex >> 16 & 255, green: hex >> 8 & 255, blue: hex & 255)
    }

    var storedValue: Int { red << 16 | green << 8 | blue }
}

/// A field for every option.
@Model(
    app: "fields",
    indexes: [
        IndexSchema("cheap", fields: ["price"], condition: "price < 10"),
        IndexSchema("by_heading", expressions: ["lower(title)", "size DESC"]),
    ],
    uniqueTogether: [["title", "size"]],
    constraints: [
        .check("price_positive", "price > 0"),
        .check("big_enough", "size >= 1", violationMessage: "Rule %(name)s: too small."),
        .unique("one_featured", fields: ["shop"], condition: "featured = 1"),
        .unique("one_code", fields: ["code"]),
    ],
    verboseName: "shop article", latestBy: ["updated"],
    permissions: [ModelPermission("can_sell", "Can sell")], comment: "What is sold")
struct Ware {
    @Field(maxLength: 12, validators: [.minLength(2), .regex("^[a-z]+$")]) var title: String
    @Field("number of pieces", validators: [.minValue(1), isEven]) var size: Int = 2
    @Field(digits: 5, places: 2, validators: [.maxValue(100)]) var price: Decimal = 1
    @Field(databaseDefault: 7) var rank = 3
    @Field(choices: ["s": "Small", "l": "Large"]) var cut = "s"
    var state: ParcelState = .draft
    var note: String?
    @Field(blank: true) var remark = ""
    @Field(blank: false) var reason: String? = "why not"
    @Field(editable: false) var secret = ""
    var featured = false
    var shop = 1
    var code = "c"
    @Field(kind: .email, blank: true) var contact = ""
    @Field(autoNow: .onCreate) var created: Date
    @Field(autoNow: .onSave) var updated: Date
    @Field(autoNow: .onSave) var day: CivilDate
    @Field(autoNow: .onSave) var time: TimeOfDay?
    @Field(digits: 9, places: 2, generated: "price * size") var total: Decimal = 0
    @Field(generated: GeneratedColumn("upper(title)", stored: false)) var heading: String?
    @Field(onDelete: .cascade) var parent: ForeignKey<Ware>?

    func clean() throws {
        if title == remark {
            throw ValidationError("Say something else.", code: "echo", field: "remark")
        }
        if title == "forbidden" { throw ValidationError("No such wares here.") }
    }
}

private let isEven = Validator<Int> { number in
    if number % 2 != 0 { throw ValidationError("Enter an even number.", code: "odd") }
}
