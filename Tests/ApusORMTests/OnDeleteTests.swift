import ApusORM
import ApusValues
import Testing

// A model for each rule: what a deletion does to the row that points.

/// A tree of nodes, with a second way to point at one.
@Model(app: "rules")
struct Node {
    @Field(onDelete: .cascade) var parent: ForeignKey<Node>?
    @Field(onDelete: .setNull) var twin: ForeignKey<Node>?
    @Reverse(\Node.parent) var children: Related<Node>
}

@Model(app: "rules")
struct Guard { @Field(onDelete: .protect) var node: ForeignKey<Node> }

@Model(app: "rules")
struct Strict {
    @Field(onDelete: .restrict) var node: ForeignKey<Node>
    @Field(onDelete: .cascade) var owner: ForeignKey<Node>?
}

@Model(app: "rules")
struct Loose { @Field(onDelete: .doNothing) var node: ForeignKey<Node> }

struct Moved: Model {
    var node: ForeignKey<Node>
    var other: ForeignKey<Node>
    var id: Key<Moved> = .unsaved
    var _state = ModelState()

    static var modelName: ModelName { "rules.Moved" }
    static let table = Table(
        Moved.self,
        fields: [
            .id,
            Field(
                "node", ForeignKey<Node>.self, onDelete: .setDefault,
                default: ForeignKey(id: 1)),
            Field(
                "other", ForeignKey<Node>.self, onDelete: .set(2), onDeleteValue: { keyValue(2) }),
        ])

    struct Columns: ModelColumns {
        let _path: Path<Moved>
        init(_ path: Path<Moved>) { _path = path }
        var id: Column<Key<Moved>> { _path.column(0) }
        var node: ForeignKeyColumn<Node> { _path.column(1) }
        var other: ForeignKeyColumn<Node> { _path.column(2) }
    }

    init(node: ForeignKey<Node>, other: ForeignKey<Node>) {
        self.node = node
        self.other = other
    }

    init(row: inout Row) throws {
        id = try row.next()
        node = try row.next()
        other = try row.next()
        _state = row.state
    }

    var fieldValues: [SQLValue] { [id.sqlValue, node.sqlValue, other.sqlValue] }

    func value(ofMember name: String) throws -> DynamicValue? { nil }
}

private let ruledModels: [any Model.Type] = [
    Node.self, Guard.self, Strict.self, Loose.self, Moved.self,
]

@Suite(.rules) struct OnDeleteTests {
    /// Nodes 1 and 2, which rules point back to, and a tree: 3 above 4 and 5, 4 above 6.
    init() throws {
        if try Node.exists() { return }
        for parent in [nil, nil, nil, 3, 3, 4] as [Int?] {
            try Node.create(parent: parent.map { Key($0) })
        }
    }

    @Test func `a tree goes with its root, and twins lose theirs`() throws {
        try Node.create(twin: Node.get(6))
        #expect(try Node.get(3).delete().perModel == ["rules.Node": 4])
        #expect(try Node.get(7).twin == nil)
        #expect(try Node.count() == 3)
    }

    @Test func `rows that point at each other go together`() throws {
        var third = try Node.get(3)
        third.parent = try Node.get(6).foreignKey
        try third.save()
        #expect(try Node.get(4).delete().total == 4)
        var own = try Node.get(1)
        own.parent = own.foreignKey
        try own.save()
        #expect(try own.delete().total == 1)
    }

    @Test func `protect refuses, deep in a tree too`() throws {
        try Guard.create(node: Node.get(6))
        let refused = #expect(throws: DeletionRefused.self) { try Node.get(3).delete() }
        #expect(refused?.rule == .protect && refused?.foreignKeys == ["Guard.node"])
        #expect(try Node.count() == 6)
    }

    @Test func `restrict refuses, unless the row goes anyhow`() throws {
        let strict = try Strict.create(node: Node.get(4))
        let refused = #expect(throws: DeletionRefused.self) { try Node.get(4).delete() }
        #expect(
            refused?.description
                == "Cannot delete some instances of model 'Node' because they are referenced through restricted foreign keys: 'Strict.node'."
        )
        try strict.delete()
        try Strict.create(node: Node.get(6), owner: Node.get(3))
        #expect(
            try Node.get(3).delete().perModel == ["rules.Node": 4, "rules.Strict": 1])
    }

    @Test func `a default or another value takes the place of the row that went`() throws {
        var moved = try Moved(
            node: Node.get(4).foreignKey, other: Node.get(5).foreignKey
        ).saved()
        #expect(try Node.get(3).delete().perModel == ["rules.Node": 4])
        try moved.refresh()
        #expect(moved.node.id == 1 && moved.other.id == 2)
    }

    @Test func `where nothing is to be done, the database has the last word`() throws {
        try Loose.create(node: Node.get(6))
        let error = #expect(throws: DatabaseError.self) { try Node.get(6).delete() }
        #expect(error?.kind == .foreignKey)
        #expect(
            error?.message.contains(
                "row 1 of rules_loose points at a row of rules_node that does not exist") == true)
        #expect(try Node.count() == 6)
    }

    @Test func `many rows go in pieces`() throws {
        let root = try Node.get(1)
        try Database.current.transaction {
            for _ in 0..<1300 { try Node.create(parent: root) }
        }
        let (deletion, queries) = try QueryLog.collect { try root.delete() }
        #expect(deletion.total == 1301)
        #expect(queries.count { $0.sql.hasPrefix("DELETE") } == 3)
    }
}

/// The tables of the rules.
private struct RulesDatabase: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let file = try TestDatabase()
        try await file.database.with {
            for model in ruledModels { try Database.current.connection.makeTables(of: model) }
            try await function()
        }
    }
}

extension Trait where Self == RulesDatabase {
    fileprivate static var rules: Self { RulesDatabase() }
}
