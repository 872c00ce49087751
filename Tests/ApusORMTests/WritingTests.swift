import ApusORM
import Testing

@Suite(.polls) struct WritingTests {
    private func statements(_ body: () throws -> Void) rethrows -> [String] {
        try QueryLog.collect(body).queries.map(\.sql)
    }

    @Test func `chosen fields are written alone`() throws {
        var choice = try Choice.get(1)
        try Choice.filter { $0.id == 1 }.update { $0.votes = 50 }
        choice.text = "new"
        choice.votes = 7
        let sql = try statements { try choice.save(only: \.text) }
        #expect(sql == [#"UPDATE "polls_choice" SET "text" = ? WHERE "polls_choice"."id" = ?"#])
        #expect(try Choice.get(1).votes == 50)
        #expect(try Choice.get(1).text == "new")
        try choice.save(only: \.votes, \.question)
        #expect(try Choice.get(1).votes == 7)
    }

    @Test func `what differs from an earlier copy is written alone`() throws {
        let original = try Choice.get(1)
        var choice = original
        #expect(try statements { try choice.save(changesFrom: original) } == [])
        choice.votes += 1
        let sql = try statements { try choice.save(changesFrom: original) }
        #expect(sql == [#"UPDATE "polls_choice" SET "votes" = ? WHERE "polls_choice"."id" = ?"#])
    }

    @Test func `an insert and an update can be forced`() throws {
        var choice = try Choice.get(1)
        let error = #expect(throws: DatabaseError.self) { try choice.save(forcing: .insert) }
        #expect(error?.kind == .unique(columns: ["polls_choice.id"]))
        try Choice.get(1).delete()
        let gone = #expect(throws: NotUpdated.self) { try choice.save(forcing: .update) }
        #expect(
            gone?.description
                == "Forced update did not affect any rows. (Choice with the key 1)")
        #expect(throws: NotUpdated.self) { try choice.save(only: \.text) }
        try choice.save(forcing: .insert)
        #expect(try Choice.get(1).text == choice.text)
        var new = try Choice(question: Question.get(1), text: "x")
        #expect(throws: QueryError.self) { try new.save(forcing: .update) }
        #expect(throws: QueryError.self) { try new.save(only: \.text) }
        try choice.delete()
        try choice.save()
        #expect(try Choice.get(1).text == choice.text)
    }

    @Test func `columns of other rows can't be written or read again with a row`() throws {
        var choice = try Choice.get(1)
        choice.text = "mine"
        for error in [
            #expect(throws: QueryError.self) { try choice.refresh(only: \.question.text) },
            #expect(throws: QueryError.self) { try choice.save(only: \.question.text) },
        ] {
            #expect(error?.description.contains("'text' is one of Question's") == true)
        }
        var shelf = try Shelf(name: "low", parent: Shelf(name: "high").saved()).saved()
        shelf.name = "mine"
        #expect(throws: QueryError.self) { try shelf.save(only: \.parent.name) }
        #expect(try Shelf.get(shelf.id).name == "low")
    }

    @Test func `all fields or some are read again`() throws {
        var choice = try Choice.get(1)
        choice.text = "mine"
        try Choice.filter { $0.id == 1 }.update {
            $0.votes = 50; $0.text = "theirs"
        }
        try choice.refresh(only: \.votes)
        #expect(choice.votes == 50 && choice.text == "mine")
        try choice.refresh()
        #expect(choice.text == "theirs")
        try choice.delete()
        #expect(throws: NotFound.self) { try choice.refresh(only: \.votes) }
        #expect(throws: NotFound.self) { try choice.refresh() }
    }
}
