import CLinux
import Glibc

/// A child process, started with `posix_spawn` so that it is safe while threads run.
struct Spawn {
    /// The program's path, or its name to be found on `PATH`.
    var program: String
    /// The arguments, without the program's name.
    var arguments: [String]
    /// Added to this process's environment; they win.
    var environment: [String: String] = [:]
    /// Descriptors of this process that the child gets under the given numbers.
    var descriptors: [(child: Int32, mine: Int32)] = []

    /// Starts it and answers its process id; throws `SystemError`.
    func start() throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (child, mine) in descriptors {
            posix_spawn_file_actions_adddup2(&actions, mine, child)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let own = Environment.entries.filter { entry in
            !environment.keys.contains { entry.hasPrefix($0 + "=") }
        }
        let variables = own + environment.map { "\($0.key)=\($0.value)" }
        var pid: pid_t = 0
        let code = withCStrings([program] + arguments) { argv in
            withCStrings(variables) { posix_spawnp(&pid, program, &actions, &attributes, argv, $0) }
        }
        guard code == 0 else { throw SystemError("Can't run '\(program)'", code: code) }
        return pid
    }

    /// Becomes `program`: returns only when that fails.
    static func replaceProcess(with program: String, _ arguments: [String]) throws -> Never {
        withCStrings([program] + arguments) { _ = execvp(program, $0) }
        throw SystemError("Can't run '\(program)'")
    }
}

/// Makes a pipe whose ends are closed on exec: reads from the first, writes to the second.
func makePipe(_ ends: inout [Int32]) throws {
    guard pipe(&ends) == 0 else { throw SystemError("Can't make a pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
}

/// Calls `body` with a C array of C strings that ends in NULL.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return body(pointers + [nil])
}
