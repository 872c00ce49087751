import ApusMigrations
import ApusORM
import Testing

@Suite struct `A migration's name` {
    private func name(_ operations: MigrationOperation...) -> String? {
        Migration("x", operations: operations).suggestedName
    }

    @Test func `says what its operations do`() {
        #expect(name(.addField(to: "Book", .field("publishedAt", .date))) == "book_published_at")
        #expect(
            name(.removeField("author", from: "Book"), .deleteModel("Author"))
                == "remove_book_author_delete_author")
        #expect(name(.renameField("n", to: "m", on: "Book")) == "rename_n_book_m")
    }

    @Test func `stops where it gets long`() {
        let operations = (0..<9).map {
            MigrationOperation.addField(to: "Book", .field("number\($0)", .integer))
        }
        #expect(
            Migration("x", operations: operations).suggestedName
                == "book_number0_book_number1_book_number2_book_number3_and_more")
    }

    @Test func `says nothing of custom steps`() {
        #expect(name(.addField(to: "Book", .field("n", .integer)), .sql("SELECT 1")) == nil)
    }

    @Test(arguments: [
        ("0002_book_n", "m0002BookN"), ("0001_initial", "m0001Initial"), ("0010_a__b", "m0010AB"),
    ])
    func `becomes a Swift name`(name: String, variable: String) {
        #expect(MigrationWriter.variable(for: name) == variable)
    }
}
