import ApusMigrations
import ApusORM
import ApusValues
import FoundationEssentials
import Testing

/// A database that Django made, taken over by the models that `inspectdb` writes of it.
@Suite struct `Tables that Django made` {
    private static let models: [any Model.Type] = [
        Group.self, Permission.self, User.self, AdminLog.self, ContentType.self, OldStubs.self,
        Choice.self, Club.self, Membership.self, Question.self, Seat.self, Tag.self, Session.self,
        Country.self, Summary.self, Ticket.self,
    ]

    private static let schemas = models.map { $0.schema }

    private func migrate(
        _ file: DjangoDatabase, _ change: (inout MigrateOptions) -> Void
    ) throws -> String {
        var options = MigrateOptions()
        change(&options)
        var output = ""
        var detector = Autodetector(
            from: ProjectState(), to: ProjectState(models: Self.schemas),
            ask: MigrationPrompt.noInput { output += $0 })
        var migrations = try detector.migrations()["ApusDataTests"] ?? []
        #expect(migrations.count == 1)
        migrations[0].name = "0001_initial"
        let commands = MigrationCommands(
            apps: [
                MigratingApp(
                    label: "ApusDataTests", models: Self.schemas,
                    migrations: Migrations("ApusDataTests", migrations))
            ], connection: { try file.database.connection }, output: { output += $0 })
        _ = try commands.migrate(options)
        return output
    }

    @Test func `are adopted by migrate --fake-initial, and are as the models say`() throws {
        let file = try DjangoDatabase()
        let first = try migrate(file) { $0.isFakeInitial = true }
        #expect(first.contains("  Applying ApusDataTests.0001_initial... FAKED\n"))
        let second = try migrate(file) { _ in }
        #expect(second.contains("  No migrations to apply.\n"))
        #expect(!second.contains("have changes"))

        let found = try SQLiteDialect().differences(
            from: ProjectState(models: Self.schemas), on: file.database.connection)
        let serious = found.filter {
            switch $0.kind {
            case .missingTable, .missingColumn, .unknownColumn, .missingRule: true
            case .column, .unknownRule: false
            }
        }
        #expect(serious.map(\.description) == [])
        // A foreign key to a table with a smaller key is one, too.
        let columns = found.filter { $0.kind == .column }.map(\.description)
        #expect(columns.allSatisfy { $0.hasSuffix("is of type 'integer', not 'bigint'.") })
        #expect(found.filter { $0.kind == .unknownRule }.map(\.description) == [])
    }

    @Test func `are read and written through their models`() throws {
        let file = try DjangoDatabase()
        try file.database.with {
            let question = try Question.get(1)
            #expect(question.text.hasPrefix("What's \"new\"?"))
            #expect(question.token.uuidString == "0F8FAD5B-D9CB-469F-A165-70867728950E")
            #expect(question.price == Decimal(string: "1234.5"))
            #expect(question.closes?.description == "2026-02-03")
            #expect(question.askedAt?.description == "09:15:00.250999")
            #expect(question.photo == [0, 255, 16])
            #expect(question.rank == 3)
            #expect(question.country?.id == "de")
            #expect(try question.country?.get().name == "Deutschland")
            #expect(try question.tags.all().map(\.name).sorted() == ["alpha", "beta", "gamma"])
            let second = try Question.get(2)
            #expect(try second.parent?.get().id == question.id)
            let choice = try Choice.get { $0.question == second }
            #expect(choice.text == "b" && choice.class == "" && choice.saveValue == "")
            let tag = try Tag.create(name: "delta")
            try second.tags.add(tag)
            #expect(try second.tags.count() == 2)
            #expect(try Seat.get(1).user.get().username == "ann")
        }
    }
}
