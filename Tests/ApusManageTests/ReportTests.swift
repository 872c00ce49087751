import ApusORM
import ApusWeb
import Testing

@testable import ApusManage

@Suite struct ReportTests {
    @Test func `a site without problems is said to have none`() {
        #expect(CheckReport([]).text == "System check identified no issues (0 silenced).")
        #expect(!CheckReport([]).hasErrors)
    }

    @Test func `problems are listed by how bad they are`() {
        let report = CheckReport([
            CheckMessage(.warning, "urls.W002", "It begins with a slash.", object: "'/a/'"),
            CheckMessage(.error, "settings.E001", "No.", object: "DEBUG", hint: "Say yes."),
        ])
        #expect(report.hasErrors)
        #expect(
            report.text == """
                System check identified some issues:

                ERRORS:
                DEBUG: (settings.E001) No.
                \tHINT: Say yes.

                WARNINGS:
                '/a/': (urls.W002) It begins with a slash.

                System check identified 2 issues (0 silenced).
                """)
        #expect("\(report.error)".hasPrefix("SystemCheckError: System check identified some"))
    }

    @Test func `runserver reminds of migrations with Django's words`() {
        #expect(UnappliedReminder.text(unapplied: []) == nil)
        let ids = [
            MigrationID(app: "polls", name: "0001_initial"),
            MigrationID(app: "polls", name: "0002_more"),
            MigrationID(app: "blog", name: "0001_initial"),
        ]
        #expect(
            UnappliedReminder.text(unapplied: ids) == """
                You have 3 unapplied migration(s). Your project may not work properly until you apply the \
                migrations for app(s): blog, polls.
                Run 'manage migrate' to apply them.
                """)
    }

    @Test func `the program embeds exactly the template's files`() throws {
        let root = try #require(Checkout.folder)
        func files(_ folder: String, _ path: String) throws -> [TemplateFile] {
            try Files.names(in: Path.join(folder, path)).flatMap { name in
                let inner = path.isEmpty ? name : "\(path)/\(name)"
                let full = Path.join(folder, inner)
                if Files.kind(full) == .folder { return try files(folder, inner) }
                return [TemplateFile(path: inner, text: try Files.text(full))]
            }
        }
        for (folder, embedded) in [("project", TemplateFile.project), ("app", TemplateFile.app)] {
            let there = try files(Path.join(root, "project-template/\(folder)"), "")
            #expect(
                embedded.sorted { $0.path < $1.path } == there.sorted { $0.path < $1.path },
                "run scripts/embed")
        }
    }
}
