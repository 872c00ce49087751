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

@Model(app: "rules")
struct Moved {
    @Field(onDelete: .setDefault) var node: ForeignKey<Node> = .init(id: 1)
    @Field(onDelete: .set(2)) var other: ForeignKey<Node>
    @Field(onDelete: .set(Node.fallback())) var third: ForeignKey<Node>
}

extension Node {
    /// The row that others are moved to.
    static func fallback() throws -> Node { try Node.get(1) }
}

private let ruledModels: [any Model.Type] = [
    Node.self, Guard.self, Strict.self, Loose.self, Moved.self,
]

@Suite(.tables(of: ruledModels)) struct OnDeleteTests {
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
        #expect(try Moved.create(other: Node.get(1), third: Node.get(1)).node.id == 1)
        var moved = try Moved.create(
            node: Node.get(4), other: Node.get(5), third: Node.get(6))
        #expect(try Node.get(3).delete().perModel == ["rules.Node": 4])
        try moved.refresh()
        #expect(moved.node.id == 1 && moved.other.id == 2 && moved.third.id == 1)
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
