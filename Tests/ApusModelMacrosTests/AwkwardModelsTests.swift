import ApusORM
import ApusValues
import FoundationEssentials
import Testing

@Suite struct AwkwardModelsTests {
    @Test func `every type has its column type`() {
        let fields = EveryType.schema.fields
        #expect(EveryType.schema.table == "every_type")
        #expect(
            fields.map { "\($0.column) \($0.type)\($0.isNullable ? "?" : "")" } == [
                "id key", "int bigInteger", "int16 smallInteger", "int32 integer?",
                "int64 bigInteger", "double double", "float double", "text text(maxLength: nil)",
                "note text(maxLength: nil)?", "flag boolean", "blob blob", "maybe_blob blob?",
                "created dateTime", "updated dateTime", "deleted dateTime?", "status smallInteger",
                "old_status smallInteger?", "fixed bigInteger",
            ])
    }

    @Test func `literal defaults are known to migrations, computed ones are not`() {
        let schema = EveryType.schema
        #expect(schema.field("int16")?.defaultValue == .integer(-3))
        #expect(schema.field("int64")?.defaultValue == .integer(0x7F))
        #expect(schema.field("float")?.defaultValue == .real(1))
        #expect(schema.field("text")?.defaultValue == .text(""))
        #expect(schema.field("flag")?.defaultValue == .integer(1))
        #expect(schema.field("created")?.defaultValue == nil)
        #expect(schema.field("note")?.defaultValue == nil)
    }

    @Test func `the initialiser has the properties' defaults`() {
        let value = EveryType(int: 1, fixed: 2)
        #expect(value.int16 == -3)
        #expect(value.int32 == nil)
        #expect(value.updated == .distantPast)
        #expect(value.status == .draft)
        #expect(!value.id.isSaved)
        #expect(value.fieldValues.count == EveryType.schema.fields.count)
    }

    @Test func `keywords and names of the ORM's own are good names`() throws {
        let value = AwkwardNames(
            default: "d", self_: 1, name: "n", row: "r", path: "p", table: "t", text: "x",
            description: "all of it", column: 3, init: 4, Type: 5)
        #expect(value.description == "all of it")
        #expect(try value.member("default") == "d")
        #expect(try value.member("name") == "n")
        #expect(try value.member("Type") == "5")
        #expect(AwkwardNames.schema.fields.contains { $0.column == "größe" })
        #expect(AwkwardNames.schema.fields.contains { $0.column == "default" })
    }

    @Test func `models may point at themselves and twice at another`() {
        #expect(Node.schema.field("parent")?.reference?.model == "awkward.Node")
        #expect(Node.schema.field("owner")?.reference?.onDelete == .setNull)
        #expect(Node.schema.field("reviewer")?.reference?.onDelete == .protect)
        #expect(Node.schema.field("reviewer")?.helpText == "May be the owner.")
        #expect(Node.schema.field("reviewer")?.column == "reviewer_id")
        #expect(Node.schema.uniqueTogether == [["parent", "name"]])
    }

    @Test func `foreign keys take rows and keys`() {
        var person = Person(name: "Ada")
        person.id = 7
        let node = Node(name: "root", owner: person, reviewer: Key<Person>(8))
        #expect(node.parent == nil)
        #expect(node.owner?.id == 7)
        #expect(node.reviewer.id == 8)
        let child = Node(name: "leaf", parent: node, reviewer: node.reviewer)
        #expect(child.parent?.id == node.id)
    }

    @Test func `private and asynchronous properties are not for templates`() throws {
        let person = Person(name: "Ada")
        #expect(try person.member("initials") == "A")
        #expect(try person.member("name") == "Ada")
        #expect(try person.value(ofMember: "secret") == nil)
        #expect(try person.value(ofMember: "slow") == nil)
        #expect(try person.value(ofMember: "renames") == nil)
        #expect(Person.schema.fields.map(\.column) == ["id", "full_name", "renames"])
        #expect(Person.schema.field("name")?.isUnique == true)
    }

    @Test func `a model in a namespace keeps its own name`() {
        #expect(Library.Book.modelName == "awkward.Book")
        let book = Library.Book(title: "Emma", shelf: 3)
        #expect(!book.id.isSaved)
        #expect(book.isbn == nil)
    }
}

extension DynamicObject {
    /// What a template prints for a member; nil where there is none.
    func member(_ name: String) throws -> String? {
        switch try value(ofMember: name) {
        case .string(let text): text
        case .int(let number): String(number)
        case nil: nil
        case let other?: "\(other)"
        }
    }
}
