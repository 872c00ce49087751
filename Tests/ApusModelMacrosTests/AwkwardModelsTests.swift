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

    @Test func `constant defaults are known to migrations, computed ones are not`() {
        let schema = EveryType.schema
        #expect(schema.field("int16")?.defaultValue == .integer(-3))
        #expect(schema.field("int64")?.defaultValue == .integer(0x7F))
        #expect(schema.field("float")?.defaultValue == .real(1))
        #expect(schema.field("text")?.defaultValue == .text(""))
        #expect(schema.field("flag")?.defaultValue == .integer(1))
        #expect(schema.field("blob")?.defaultValue == .blob([]))
        #expect(schema.field("status")?.defaultValue == .integer(0))
        #expect(schema.field("updated")?.defaultValue != nil)
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
        #expect(Node.schema.options.ordering == ["-name"])
        #expect(Node.schema.options.verboseName == "tree node")
        #expect(Node.schema.options.verboseNamePlural == "tree of nodes")
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

    @Test func `a row of every type is read back as it was`() throws {
        try ModelDatabase.with(EveryType.self) {
            var full = EveryType(
                int: .min, int16: .max, int32: .min, int64: .max, double: -0.1, float: 1e300,
                text: "a\0b 'quoted' \u{1F600}", note: "", flag: false, blob: [0, 255],
                maybeBlob: [], created: Date(timeIntervalSince1970: 1.5), updated: .distantPast,
                deleted: Date(timeIntervalSince1970: -86_400), status: .published,
                oldStatus: .draft, fixed: -1)
            try full.save()
            #expect(try EveryType.get(full.id) == full)
            let bare = try EveryType.create(
                int: 1, created: Date(timeIntervalSince1970: 0), fixed: 2)
            #expect(try EveryType.get(bare.id) == bare)
            #expect(try EveryType.filter { $0.status == .published }.get() == full)
            #expect(try EveryType.filter { $0.oldStatus == nil }.get() == bare)
            #expect(try EveryType.filter { $0.int32 == nil && $0.deleted == nil }.get() == bare)
        }
    }

    @Test func `keywords are good columns`() throws {
        try ModelDatabase.with(AwkwardNames.self) {
            var row = AwkwardNames(
                default: "d", self_: 1, in: true, name: "n", row: "r", path: "p", table: "t",
                text: "x", description: "all of it", column: 3, init: 4, Type: 5)
            try row.save()
            row.`default` = "e"
            try row.save()
            let found = try AwkwardNames.filter {
                $0.default == "e" && $0.in == true && $0.path == "p" && $0.größe > 1
                    && $0.`init` == 4 && $0.row == "r"
            }.get()
            #expect(found.name == "n")
            try AwkwardNames.query.update {
                $0.count += 1
                $0.`class` = 9
                $0.table = "u"
            }
            #expect(try AwkwardNames.get(row.id).count == 1)
            #expect(try AwkwardNames.get(row.id).`class` == 9)
            #expect(try AwkwardNames.order { $0.value.descending }.first()?.table == "u")
        }
    }

    @Test func `trees and several relations to one model are queried both ways`() throws {
        try ModelDatabase.with(Node.self, Person.self) {
            let ada = try Person.create(name: "Ada")
            let bob = try Person.create(name: "Bob")
            let root = try Node.create(name: "root", owner: ada, reviewer: bob)
            let leaf = try Node.create(name: "leaf", parent: root, reviewer: ada)
            #expect(try root.children.all().map(\.id) == [leaf.id])
            #expect(try leaf.parent?.get().name == "root")
            #expect(try ada.owned.count() == 1)
            #expect(try bob.reviewed.get().name == "root")
            #expect(try Node.filter { $0.parent.owner.name == "Ada" }.get().id == leaf.id)
            #expect(try Node.filter { $0.parent == nil }.get().id == root.id)
            #expect(try Person.filter { $0.reviewed.name == "leaf" }.get().id == ada.id)
            #expect(try Node.filter { $0.children.reviewer == ada }.get().id == root.id)
            #expect(try Node.query.all().map(\.name) == ["root", "leaf"])
        }
    }

    @Test func `a model of another name than the ORM's types is stored beside them`() throws {
        try ModelDatabase.with(Path.self, Column.self) {
            let path = try Path.create(Row: 3)
            let column = try Column.create(path: path)
            #expect(try Column.filter { $0.path.Row == 3 }.get().id == column.id)
        }
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
