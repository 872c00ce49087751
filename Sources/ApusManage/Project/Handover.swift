import CLinux
import Glibc

/// What the installed `manage` does inside a project: it builds the project's own `manage` when
/// its sources have changed, and becomes it.
enum Handover {
    /// Builds when needed and execs; throws `Exit` when the build fails, after its errors have
    /// been shown.
    static func run(_ project: ProjectFolder, _ arguments: [String]) throws -> Never {
        let build = SiteBuild(project, try .chosen(for: arguments))
        if build.isStale { try make(build) }
        guard chdir(project.folder) == 0 else {
            throw SystemError("Can't enter '\(project.folder)'")
        }
        try Spawn.replaceProcess(with: build.executable, arguments)
    }

    /// Builds while showing its progress on standard error: standard output is the command's.
    private static func make(_ build: SiteBuild) throws {
        let text = "Building \(build.project.name) (\(build.configuration.rawValue))…"
        var progress = BuildProgress(text)
        let started = Clock.now
        build.noteBegin()
        var (reason, output) = try follow(RunningBuild(build.command(resolved: false)), &progress)
        if reason != .exited(0) && SiteBuild.isStaleLink(output) {
            build.discardOwnModules()
            (reason, output) = try follow(
                RunningBuild(build.command(resolved: false)), &progress)
        }
        progress.end()
        guard reason == .exited(0) else {
            Output.error(BuildFailure(output: output).text)
            Output.error("The build failed: \(build.project.name) was not run.")
            throw Exit(status: 1)
        }
        build.noteSuccess()
        Output.error("Built in \(Clock.seconds(since: started)).")
    }

    private static func follow(
        _ build: RunningBuild, _ progress: inout BuildProgress
    ) throws -> (reason: ExitReason, output: String) {
        var build = build
        defer { close(build.descriptor) }
        while true {
            var polled = pollfd(fd: build.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, 200)
            build.read()
            progress.show(build.output)
            var status: Int32 = 0
            guard waitpid(build.pid, &status, WNOHANG) == build.pid else { continue }
            build.read()
            let output = String(decoding: build.output, as: UTF8.self)
            return (ExitReason(waitStatus: status), output)
        }
    }
}

/// The line that says how far a build is: on a terminal it is written over itself.
struct BuildProgress {
    private let text: String
    private let isTerminal = isatty(2) == 1
    private let started = Clock.now
    private var shown = Clock.now

    init(_ text: String) {
        self.text = text
        Output.write(isTerminal ? text : text + "\n", to: 2)
    }

    /// Shows the time, and the step that `output` has come to.
    mutating func show(_ output: [UInt8]) {
        guard isTerminal, Clock.now - shown >= 200 else { return }
        shown = Clock.now
        let seconds = (Clock.now - started) / 1000
        Output.write("\r\u{1b}[K\(text) \(seconds) s \(Self.step(in: output))", to: 2)
    }

    /// Leaves a whole line behind.
    func end() {
        if isTerminal { Output.write("\r\u{1b}[K\(text)\n", to: 2) }
    }

    /// The last `[12/345]` at a line's beginning.
    static func step(in output: [UInt8]) -> String {
        let lines = output.suffix(4096).split(separator: UInt8(ascii: "\n"))
        for line in lines.reversed() where line.first == UInt8(ascii: "[") {
            if let end = line.firstIndex(of: UInt8(ascii: "]")), line.contains(UInt8(ascii: "/")) {
                return String(decoding: line[...end], as: UTF8.self)
            }
        }
        return ""
    }
}
