import Glibc

/// What the installed `manage` does inside a project: it builds the project's own `manage` when
/// its sources have changed, and becomes it.
enum Handover {
    /// Builds when needed and execs; throws `Exit` when the build fails, after its errors have
    /// been shown.
    static func run(_ project: ProjectFolder, _ arguments: [String]) throws -> Never {
        let configuration: Configuration = arguments.first == "serve" ? .release : .debug
        let build = SiteBuild(project, configuration)
        if build.isStale { try show(build) }
        guard chdir(project.folder) == 0 else {
            throw SystemError("Can't enter '\(project.folder)'")
        }
        try Spawn.replaceProcess(with: build.executable, arguments)
    }

    /// Builds while showing its progress on standard error: standard output is the command's.
    private static func show(_ build: SiteBuild) throws {
        let started = Clock.now
        Output.error("Building \(build.project.name) (\(build.configuration.rawValue))…")
        build.noteBegin()
        var command = build.command(resolved: false)
        command.descriptors = [(child: 1, mine: 2)]
        let reason: ExitReason
        if isatty(2) == 1 {
            reason = try command.run()
        } else {
            let (output, ended) = try command.runCapturing()
            reason = ended
            if ended != .exited(0) { Output.error(BuildFailure(output: output).text) }
        }
        guard reason == .exited(0) else {
            Output.error("The build failed: \(build.project.name) was not run.")
            throw Exit(status: 1)
        }
        build.noteSuccess()
        Output.error("Built in \(Clock.seconds(since: started)).")
    }
}
