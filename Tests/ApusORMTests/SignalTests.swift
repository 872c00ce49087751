import ApusORM
import ApusValues
import Synchronization
import Testing

/// What receivers heard, in order. Signals are the process's, so tests listen to their own rows.
private final class Heard: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    /// What was heard since the last time.
    func take() -> [String] {
        lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }
}

/// Models of these tests' own: no other test hears of them.
@Model(app: "town")
struct Letter {
    var text: String
    var slug = ""
    var to: ForeignKey<Mailbox>
}

@Model(app: "town")
struct Mailbox {
    var name: String
    var shared: ManyToMany<Letter>
    @Reverse(\Letter.to) var letters: Related<Letter>
}

/// Stops what it is told to.
struct Refused: Error {}

extension Letter: ModelHooks {
    mutating func willSave(isNew: Bool) throws {
        slug = text.lowercased()
        if text == "bad" { throw Refused() }
    }

    func didSave(isNew: Bool) throws {
        if text == "late" { throw Refused() }
    }

    func willDelete() throws {
        if text == "kept" { throw Refused() }
    }
}

@Suite(.serialized, .tables(of: [Mailbox.self, Letter.self])) struct SignalTests {
    @Test func `hooks change a row before it is written and stop it after`() throws {
        let box = try Mailbox.create(name: "a")
        #expect(try Letter.create(text: "Hi", to: box).slug == "hi")
        #expect(
            try Letter.query.create {
                $0.text = "Yo"; $0.to = box
            }.slug == "yo")
        let (letter, isNew) = try Letter.updateOrCreate {
            $0.text = "Yo"
        } _: {
            $0.text = "Yes"
            $0.to = box
        }
        #expect(!isNew && letter.slug == "yes")
        let copied = #expect(throws: QueryError.self) {
            try Letter.query.create {
                $0.text = $0.slug
                $0.to = box
            }
        }
        #expect(
            copied?.description.hasPrefix(
                "Failed to insert expression \"Col(town_letter, town.Letter.slug)\"") == true)
        #expect(throws: Refused.self) { try Letter.create(text: "bad", to: box) }
        #expect(throws: Refused.self) { try Letter.create(text: "late", to: box) }
        #expect(try Letter.count() == 2)
        try Letter.create(text: "kept", to: box)
        #expect(throws: Refused.self) { try box.delete() }
        #expect(throws: Refused.self) { try Letter.query.delete() }
        #expect(try Letter.count() == 3)
    }

    @Test func `what a hook changes is written with the changes from an earlier copy`() throws {
        let box = try Mailbox.create(name: "a")
        var letter = try Letter.create(text: "Hi", to: box)
        let original = letter
        letter.text = "Xyz"
        try letter.save(changesFrom: original)
        #expect(letter.slug == "xyz")
        #expect(try Letter.get(letter.id).slug == "xyz")
    }

    @Test func `receivers hear of rows in order, until they are disconnected`() throws {
        let heard = Heard()
        let connections = [
            Letter.signals.willSave.connect { letter, isNew in
                heard.add("will save \(letter.slug) \(isNew)")
                letter.text += "!"
            },
            Letter.signals.didSave.connect { heard.add("did save \($0.text) \($1)") },
            Letter.signals.willDelete.connect { heard.add("will delete \($0.text)") },
            Letter.signals.didDelete.connect { heard.add("did delete \($0.text)") },
        ]
        let box = try Mailbox.create(name: "a")
        var letter = try Letter.create(text: "Hi", to: box)
        #expect(heard.take() == ["will save hi true", "did save Hi! true"])
        try letter.save()
        try letter.save(only: \.text)
        #expect(
            heard.take() == [
                "will save hi! false", "did save Hi!! false", "will save hi!! false",
                "did save Hi!!! false",
            ])
        try box.letters.update { $0.text = "quiet" }
        #expect(heard.take() == [])
        #expect(try box.delete().perModel == ["town.Mailbox": 1, "town.Letter": 1])
        #expect(heard.take() == ["will delete quiet", "did delete quiet"])
        for connection in connections { connection.disconnect() }
        connections[0].disconnect()
        let other = try Mailbox.create(name: "b")
        try Letter.create(text: "Hi", to: other).delete()
        #expect(heard.take() == [])
    }

    @Test func `a receiver's error takes the change back`() throws {
        let connection = Mailbox.signals.didSave.connect { box, _ in
            if box.name == "x" { throw Refused() }
        }
        defer { connection.disconnect() }
        var box = Mailbox(name: "x")
        #expect(throws: Refused.self) { try box.save() }
        #expect(!box.id.isSaved)
        #expect(try Mailbox.count() == 0)
        try Database.current.transaction {
            try Mailbox.create(name: "y")
            try? box.save()
        }
        #expect(try Mailbox.query.values { $0.name } == ["y"])
    }

    @Test func `pairs tell before and after they change`() throws {
        let heard = Heard()
        let connection = Mailbox.signals.manyChanged.connect {
            let rows = $0.rows.map { "\($0)" }.joined(separator: " ")
            heard.add("\($0.action) \($0.relation) \($0.isReverse) \($0.owner): \(rows)")
        }
        defer { connection.disconnect() }
        let box = try Mailbox.create(name: "a")
        let letters = try ["a", "b"].map { try Letter.create(text: $0, to: box) }
        try box.shared.add(letters[0], letters[1])
        #expect(
            heard.take() == [
                "willAdd shared false integer(1): integer(1) integer(2)",
                "didAdd shared false integer(1): integer(1) integer(2)",
            ])
        try box.shared.add(letters[0])
        #expect(heard.take() == [])
        try box.shared.remove(letters[0])
        try box.shared.clear()
        #expect(
            heard.take() == [
                "willRemove shared false integer(1): integer(1)",
                "didRemove shared false integer(1): integer(1)",
                "willClear shared false integer(1): ", "didClear shared false integer(1): ",
            ])
    }

    @Test func `who isn't heard of costs no statement`() throws {
        let box = try Mailbox.create(name: "a")
        var copy = box
        let (_, queries) = try QueryLog.collect { try copy.save() }
        #expect(queries.count == 1)
    }
}
