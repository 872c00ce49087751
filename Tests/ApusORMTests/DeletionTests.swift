import ApusORM
import FoundationEssentials
import Testing

@Suite(.polls) struct DeletionTests {
    @Test func `rows that point go with the row they point at`() throws {
        let deletion = try Question.get(1).delete()
        #expect(deletion.total == 4)
        #expect(deletion.perModel == ["polls.Question": 1, "polls.Choice": 3])
        #expect(try Choice.count() == 1)
        let rest = try Question.query.delete()
        #expect(rest.perModel == ["polls.Question": 2, "polls.Choice": 1])
    }

    @Test func `a row that isn't saved can't be deleted`() {
        let question = Question(text: "Why?", publishedAt: .now)
        let error = #expect(throws: QueryError.self) { try question.delete() }
        #expect(
            error?.description
                == "Question object can't be deleted because its id attribute is set to None.")
    }

    @Test func `rows that nothing points at go in one statement`() throws {
        let (deletion, queries) = try QueryLog.collect {
            try Choice.filter { $0.question.text == "Why?" }.delete()
        }
        #expect(deletion.total == 3)
        #expect(
            queries.map(\.sql) == [
                #"DELETE FROM "polls_choice" WHERE "polls_choice"."id" IN (SELECT U0."id" FROM "polls_choice" U0 INNER JOIN "polls_question" U1 ON (U0."question_id" = U1."id") WHERE U1."text" = ?)"#
            ])
    }

    @Test func `a protected row stays, and so does all else`() throws {
        _ = (Volume.table, Loan.table)
        let shelf = try Shelf(name: "a").saved()
        let child = try Shelf(name: "b", parent: shelf).saved()
        let volume = try Volume(title: "t", shelf: shelf).saved()
        let loan = try Loan(volume: volume).saved()
        let refused = #expect(throws: DeletionRefused.self) { try shelf.delete() }
        #expect(
            refused?.description
                == "Cannot delete some instances of model 'Volume' because they are referenced through protected foreign keys: 'Loan.volume'."
        )
        #expect(try Shelf.count() == 2)
        try loan.delete()
        #expect(try shelf.delete().perModel == ["library.Shelf": 1, "library.Volume": 1])
        #expect(try Shelf.get(child.id).parent == nil)
    }
}
