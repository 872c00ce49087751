import Testing

@testable import ApusManage

@Suite struct StartProjectTests {
    @Test func `a project is its package, its site, its manage, its folders and a test`() throws {
        let folder = try TemporaryFolder()
        let run = try Program(Program.manage, ["startproject", "mysite"], in: folder.path)
        #expect(run.status == 0)
        #expect(
            run.output == """
                Created the project 'mysite' in mysite. Next:
                    cd mysite
                    manage migrate
                    manage runserver

                """)
        #expect(
            folder.files == [
                "mysite/.gitignore", "mysite/Package.swift", "mysite/README.md",
                "mysite/Sources/manage/main.swift", "mysite/Sources/mysite/Site.swift",
                "mysite/Static/.gitkeep", "mysite/Templates/.gitkeep",
                "mysite/Tests/mysiteTests/SiteTests.swift",
            ])
        #expect(
            try folder.text("mysite/Sources/manage/main.swift") == """
                import Apus
                import mysite

                Manage.run(site)

                """)
        for file in folder.files {
            #expect(!(try folder.text(file).contains("{{")), "a placeholder is left in \(file)")
        }
    }

    @Test func `the secret is the project's own`() throws {
        let keys = try (0..<2).map { _ in
            let folder = try TemporaryFolder()
            try StartProject.create(
                ModuleName("mysite", for: .project), in: folder.path, checkout: nil)
            let site = try folder.text("Sources/mysite/Site.swift")
            return site.split(separator: "\"").first { $0.hasPrefix("apus-insecure-") }
        }
        #expect(keys[0] != nil && keys[0] != keys[1])
        #expect(keys[0]?.count == 64)
    }

    @Test func `Apus is depended on by path from a checkout, by URL and version otherwise`() throws
    {
        #expect(
            Checkout.dependency(checkout: "/src/a \"b\"")
                == #".package(name: "apus", path: "/src/a \"b\"")"#)
        #expect(
            Checkout.dependency(checkout: nil)
                == ".package(url: \"https://github.com/apus-swift/apus\", from: \"0.1.0\")")
        #expect(Checkout.folder.map { Files.kind(Path.join($0, "Package.swift")) } == .file)
    }

    @Test func `a folder with something in it is left as it is`() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "notes.txt")
        let run = try Program(Program.manage, ["startproject", "mysite", "."], in: folder.path)
        #expect(run.status == 1)
        #expect(
            run.errors == """
                CommandError: '\(folder.path)' is not empty (it holds 'notes.txt'). A project is started \
                in a new or an empty folder; nothing was written.

                """)
        #expect(folder.files == ["notes.txt"])
    }

    @Test func `a bad name writes nothing`() throws {
        let folder = try TemporaryFolder()
        let run = try Program(Program.manage, ["startproject", "my-site"], in: folder.path)
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("CommandError: 'my-site' is not a valid project name."))
        #expect(folder.files == [])
    }

    @Test func `a file in the way is named, and a build folder is not in the way`() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "mysite")
        let name = try ModuleName("mysite", for: .project)
        #expect(throws: CommandError.self) {
            try StartProject.create(name, in: Path.join(folder.path, "mysite"), checkout: nil)
        }
        try folder.write("", to: "site/.build/debug.yaml")
        try StartProject.create(name, in: Path.join(folder.path, "site"), checkout: nil)
        #expect(folder.files.contains("site/Package.swift"))
    }
}
