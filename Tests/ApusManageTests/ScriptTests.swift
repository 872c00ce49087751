import Testing

@testable import ApusManage

@Suite struct ScriptTests {
    private func quickstart(_ arguments: [String], in folder: TemporaryFolder) throws -> Program {
        let checkout = try #require(Checkout.folder)
        return try Program(
            Path.join(checkout, "scripts/quickstart"), arguments, in: folder.path)
    }

    @Test func `quickstart touches no folder that isn't its own`() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "mysite/notes.txt")
        let run = try quickstart([], in: folder)
        #expect(run.status == 1)
        #expect(
            run.errors
                == "'\(folder.path)/mysite' is not empty and is no site of Apus: name another "
                + "folder. Nothing was written.\n")
        #expect(folder.files == ["mysite/notes.txt"])
        try folder.write("", to: "file")
        #expect(try quickstart(["file"], in: folder).status == 1)
    }

    @Test func `quickstart says how it is called`() throws {
        let folder = try TemporaryFolder()
        let unknown = try quickstart(["--fast"], in: folder)
        #expect(unknown.status == 2)
        #expect(
            unknown.errors
                == "quickstart knows no option '--fast': scripts/quickstart [FOLDER]\n")
        #expect(try quickstart(["a", "b"], in: folder).status == 2)
        let help = try quickstart(["--help"], in: folder)
        #expect(help.status == 0)
        #expect(help.output.contains("scripts/quickstart [FOLDER]"))
        #expect(folder.files == [])
    }

    @Test func `a step shows its output only when it fails, and keeps its status`() throws {
        let folder = try TemporaryFolder()
        let checkout = try #require(Checkout.folder)
        let script = """
            . "\(checkout)/scripts/progress"
            step Good bash -c "echo hidden"
            step Bad bash -c "echo [1/2] progress; echo reason; exit 7"
            """
        try folder.write(script, to: "run")
        let run = try Program("/bin/bash", ["run"], in: folder.path)
        #expect(run.status == 7)
        #expect(run.output.hasPrefix("Good…\nGood: done in "))
        #expect(!run.output.contains("hidden"))
        #expect(run.errors.hasPrefix("reason\nBad: failed after "))
    }
}
