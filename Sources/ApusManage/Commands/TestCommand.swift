import ArgumentParser
import Glibc

/// `manage test`: the project's tests, run by `swift test`.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs the project's tests.")

    @Argument(help: "Run only the tests whose names match; each is a regular expression.")
    var names: [String] = []

    func run() throws {
        let project = try ProjectFolder.require(for: "test")
        var arguments = ["test", "--package-path", project.folder]
        for name in names { arguments += ["--filter", name] }
        let build = SiteBuild(project, builtFor: Path.executable)
        if build.configuration == .debug { arguments += ["--scratch-path", build.scratch] }
        try Spawn.replaceProcess(with: "swift", arguments)
    }
}
