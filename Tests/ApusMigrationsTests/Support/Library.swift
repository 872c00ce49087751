import ApusMigrations
import ApusORM

/// The models that the tests change: authors and their books.
enum Library {
    static let author = ModelSchema(
        "library.Author", fields: [.key("id"), .field("name", .text(maxLength: 50))])

    static let book = ModelSchema(
        "library.Book", fields: [.key("id"), title, .foreignKey("author", to: "library.Author")])

    static let title = FieldSchema.field("title", .text(maxLength: 100))
    static let pages = FieldSchema.field("pages", .integer, default: 0)

    /// A book with only a title and these fields.
    static func book(_ fields: FieldSchema...) -> ModelSchema {
        ModelSchema("library.Book", fields: [.key("id"), title] + fields)
    }
}

/// What the autodetector finds between two sets of models, and what it asked.
struct Detection {
    var migrations: [String: [Migration]] = [:]
    var questions: [MigrationQuestion] = []

    init(
        from before: [ModelSchema], to after: [ModelSchema],
        answers: (MigrationQuestion) -> MigrationAnswer = { _ in .yes }
    ) throws {
        // The asker outlives no one: the detector is done before this initialiser is.
        let asked = Asked()
        let table = withoutActuallyEscaping(answers) { answers in
            Result {
                var detector = Autodetector(
                    from: ProjectState(models: before), to: ProjectState(models: after)
                ) { question in
                    asked.questions.append(question)
                    return answers(question)
                }
                return try detector.migrations()
            }
        }
        migrations = try table.get()
        questions = asked.questions
    }

    /// The operations of the only app, one a line as `makemigrations` prints them.
    var lines: [String] {
        migrations.sorted { $0.key < $1.key }.flatMap(\.value).flatMap(\.operations)
            .map { "\($0.symbol) \($0.description)" }
    }

    private final class Asked {
        var questions: [MigrationQuestion] = []
    }
}
