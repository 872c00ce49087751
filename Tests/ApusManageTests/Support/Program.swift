import Glibc

@testable import ApusManage

/// A program that was run to its end, with what it printed.
struct Program {
    let status: Int32
    let output: String
    let errors: String

    /// The framework's own `manage`, built beside the tests.
    static let manage = Path.join(Path.parent(Path.executable), "apus-manage")

    /// Runs `program` in `folder`.
    init(_ program: String, _ arguments: [String], in folder: String) throws {
        let started = try Started(program, arguments, in: folder)
        status = started.wait()
        output = started.output
        errors = started.errors
    }
}

/// A program that runs.
final class Started {
    let pid: pid_t
    private let folder: TemporaryFolder

    init(_ program: String, _ arguments: [String], in folder: String) throws {
        let own = try TemporaryFolder()
        self.folder = own
        let quoted = ([program] + arguments).map { "'\($0)'" }.joined(separator: " ")
        let script =
            "cd '\(folder)' && exec \(quoted) >'\(own.path)/out' 2>'\(own.path)/err' </dev/null"
        pid = try Spawn(program: "/bin/sh", arguments: ["-c", script]).start()
    }

    var output: String { (try? folder.text("out")) ?? "" }
    var errors: String { (try? folder.text("err")) ?? "" }

    /// Waits for its end; 128 and the number for a signal.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return ExitReason(waitStatus: status).status
    }

    /// Waits until `condition` holds, for at most `seconds`.
    func wait(_ seconds: Int, until condition: () -> Bool) -> Bool {
        Apus.wait(seconds, until: condition)
    }
}

/// Waiting for what another process does.
enum Apus {
    static func wait(_ seconds: Int, until condition: () -> Bool) -> Bool {
        let deadline = Clock.now + seconds * 1000
        while !condition() {
            if Clock.now > deadline { return false }
            usleep(20_000)
        }
        return true
    }
}
