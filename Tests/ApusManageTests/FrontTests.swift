import Testing

@testable import ApusManage

@Suite struct FrontTests {
    private let table = CommandTable([
        .init(
            name: "polls",
            commands: [
                CommandEntry("seed", "Fills.") { _ in },
                CommandEntry("check", "The app's own check.") { _ in throw Exit(status: 7) },
            ]),
        .init(
            name: "apus",
            commands: [
                CommandEntry("runserver", "") { _ in },
                CommandEntry("check", "") { _ in throw CommandError("No.") },
            ]),
        .init(name: "empty", commands: []),
    ])

    @Test func `help groups the commands by app`() {
        #expect(
            table.helpPage == """

                Type 'manage help <subcommand>' for help on a specific subcommand.

                Available subcommands:

                [apus]
                    check
                    runserver

                [polls]
                    check
                    seed

                """)
    }

    @Test(arguments: [
        ([], 0), (["help"], 0), (["--help"], 0), (["--version"], 0), (["seed"], 0), (["check"], 7),
        (["nonsense"], 1), (["help", "nonsense"], 1),
    ])
    func `the exit status tells how it went`(_ arguments: [String], _ status: Int) {
        #expect(Int(Front(table: table).run(arguments)) == status)
    }

    @Test(arguments: [
        ("runsrver", "runserver"), ("sede", "seed"), ("chekc", "check"), ("xyzzy", nil),
        ("s", nil), ("", nil),
    ])
    func `a mistyped word is recognised`(_ typed: String, _ meant: String?) {
        #expect(Suggestion.nearest(to: typed, among: table.names) == meant)
    }

    @Test func `an unknown command is answered on standard error with a suggestion`() throws {
        let folder = try TemporaryFolder()
        let run = try Program(Program.manage, ["startprojct", "x"], in: folder.path)
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(
            run.errors == """
                Unknown command: 'startprojct'. Did you mean startproject?
                Type 'manage help' for usage.

                """)
    }

    @Test func `a command called the wrong way exits with 2`() throws {
        let folder = try TemporaryFolder()
        let run = try Program(Program.manage, ["startproject"], in: folder.path)
        #expect(run.status == 2)
        #expect(run.errors.hasPrefix("Error: Missing expected argument '<name>'"))
        let other = try Program(Program.manage, ["startproject", "a", "--bogus"], in: folder.path)
        #expect(other.status == 2)
        #expect(other.errors.hasPrefix("Error: Unknown option '--bogus'"))
        #expect(folder.files == [])
    }

    @Test func `a project's command outside a project says what to do`() throws {
        let folder = try TemporaryFolder()
        let run = try Program(Program.manage, ["migrate"], in: folder.path)
        #expect(run.status == 1)
        #expect(
            run.errors == """
                CommandError: 'migrate' works on a project, and there is none in this folder or above it \
                (a Package.swift with an executable 'manage' in Sources/manage). Go to a project's \
                folder, or start one with 'manage startproject mysite'.

                """)
        let version = try Program(Program.manage, ["--version"], in: folder.path)
        #expect(version.output == "\(Manage.version)\n")
    }
}
