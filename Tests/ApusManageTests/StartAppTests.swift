import Testing

@testable import ApusManage

@Suite struct StartAppTests {
    private func project() throws -> (TemporaryFolder, ProjectFolder) {
        let folder = try TemporaryFolder()
        try StartProject.create(ModuleName("mysite", for: .project), in: folder.path, checkout: nil)
        return (folder, ProjectFolder(folder: folder.path))
    }

    @Test func `an app is its models, views, routes, migrations and a test`() throws {
        let (folder, _) = try project()
        let before = folder.files
        let run = try Program(
            Program.manage, ["startapp", "polls"], in: folder.path + "/Sources/mysite")
        #expect(run.status == 0)
        #expect(
            run.output == """
                Created the app 'polls' in Sources/polls, and its tests.
                To use it, change Sources/mysite/Site.swift:
                    import polls
                    apps: [Polls()]
                    include("polls/", Polls.urls)

                """)
        #expect(
            Set(folder.files).subtracting(before) == [
                "Sources/polls/Migrations/Migrations.swift", "Sources/polls/Models.swift",
                "Sources/polls/Polls.swift", "Sources/polls/Views.swift",
                "Tests/pollsTests/PollsTests.swift",
            ])
        #expect(
            try folder.text("Package.swift").contains("let apps: [String] = [\"polls\"]\n"))
        #expect(
            try folder.text("Tests/pollsTests/PollsTests.swift")
                .contains("import mysite\n\n@testable import polls\n"))
        for file in folder.files {
            #expect(!(try folder.text(file).contains("{{")), "a placeholder is left in \(file)")
        }
    }

    @Test func `a second app joins the first in the manifest`() {
        let manifest = "a\nlet apps: [String] = [\"polls\"]\nb\n"
        #expect(
            AppsLine.adding("blog", to: manifest)
                == "a\nlet apps: [String] = [\"polls\", \"blog\"]\nb\n")
        #expect(AppsLine.adding("blog", to: "let apps = [\n    \"polls\",\n]\n") == nil)
        #expect(AppsLine.adding("blog", to: "") == nil)
    }

    @Test func `nothing is written when the manifest can't be changed, or the name is taken`()
        throws
    {
        let (folder, project) = try project()
        let polls = try ModuleName("polls", for: .app)
        try folder.write("let package = Package()\n", to: "Package.swift")
        let before = folder.files
        let error = #expect(throws: CommandError.self) { try StartApp.create(polls, in: project) }
        #expect(error?.message.contains("has no line `let apps: [String] = […]`") == true)
        #expect(folder.files == before)
        let taken = #expect(throws: CommandError.self) {
            try StartApp.create(ModuleName("mysite", for: .app), in: project)
        }
        #expect(
            taken?.message
                == "'mysite' is taken: there is already a folder Sources/mysite. Please try another name."
        )
    }
}
