public import ApusORM
public import ApusValues
import FoundationEssentials

/// Every type a field can have, optional and not, with and without defaults.
@Model(app: "awkward", table: "every_type")
struct EveryType: Hashable {
    var int: Int
    var int16: Int16 = -3
    var int32: Int32?
    var int64 = 0x7F
    var double = 0.5
    var float: Double = 1
    var text = ""
    var note: String?
    var flag = true
    var blob: [UInt8] = []
    var maybeBlob: Optional<[UInt8]>
    var created = Date.now
    var updated: Date = .distantPast  // the initialiser of another line's comment
    var deleted: Date?
    var status: Status = .draft
    var oldStatus: Status?
    let fixed: Int
}

/// A type of the user's own, stored by its raw value.
enum Status: Int, FieldValue {
    case draft, published

    static var fieldType: FieldType { .smallInteger }

    init(cellOf row: inout Row) throws {
        self = Status(rawValue: try row.next()) ?? .draft
    }

    var sqlValue: SQLValue { rawValue.sqlValue }
    var dynamicValue: DynamicValue { .int(rawValue) }
}

/// Names that mean something to Swift, to the ORM and to what the macro writes.
@Model(app: "awkward")
struct AwkwardNames {
    var `default`: String
    var `class`: Int = 1
    var `self_`: Int
    var `in`: Bool?
    var name: String
    var row: String
    var path: String
    var table: String
    var text: String
    var description: String
    var column: Int
    var value = 0
    var count = 0
    var filter = ""
    var all = false
    var größe = 1.5
    var `init`: Int
    var `Type`: Int
}

/// References to itself, two to the same model, and their reverses.
@Model(
    app: "awkward", ordering: ["-name"], uniqueTogether: [["parent", "name"]],
    verboseName: "tree node", verboseNamePlural: "tree of nodes")
struct Node {
    var name: String
    @Field(onDelete: .cascade) var parent: ForeignKey<Node>?
    @Field(onDelete: .setNull) var owner: ForeignKey<Person>?
    @Field("the reviewer", onDelete: .protect, helpText: "May be the owner.")
    var reviewer: ForeignKey<Person>
    @Reverse(\Node.parent) var children: Related<Node>
}

@Model(app: "awkward")
struct Person {
    @Field(
        unique: true, column: "full_name"  // as the old table has it
    )
    var name: String {
        didSet { renames += name == oldValue ? 0 : 1 }
    }
    private var renames = 0
    @Reverse(\Node.owner) var owned: Related<Node>
    @Reverse(\Node.reviewer) var reviewed: Related<Node>

    var initials: String { get throws { String(name.prefix(1)) } }
    var slow: Int { get async { 1 } }
    private var secret: Int { 1 }
    static let limit = 3, other = 4
    func greet() -> String { "Hello \(name) }" }
    struct Detail { var a = 1, b = 2 }
}

/// A model in a namespace, with a key that it declares itself.
public enum Library {
    /// A book.
    @Model(app: "awkward")
    public struct Book {
        /// The key.
        public var id: Key<Book>
        /// What is on its cover.
        public var title: String
        package var shelf: Int
        var isbn: String?
    }
}

/// Names of the ORM's own types.
@Model(app: "awkward") struct Path { var Row: Int }
@Model(app: "awkward") struct Column { var path: ForeignKey<Path> }
@Model(app: "awkward") struct Field { var a = 1 }
@Model(app: "awkward") struct Table { var b = 1 }
