import CLinux
import Glibc
import Testing

/// The server under test as a real process: its log in a file, its port read from there.
final class ServerProcess: @unchecked Sendable {
    let pid: pid_t
    let folder: String
    let program: String
    private let bind: String
    private var status: Int32?

    /// Where the test products are.
    static let products: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(
            decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    }()

    /// Starts the server and waits until `ready` workers serve. A socket that it `inherits` is its
    /// descriptor 3, `$$` in `environment` becomes its process id and `$FOLDER` its folder; `output` is its
    /// standard output.
    init(
        _ arguments: [String] = [], environment: [String] = [], bind: String = "127.0.0.1:0",
        product: String = "ServerUnderTest", ownCopy: Bool = false, ready: Int = 1,
        inherits: Int32? = nil, output: Int32? = nil
    ) throws {
        let folder = "/tmp/apus-server-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        self.folder = folder
        mkdir(folder, 0o700)
        self.bind = bind
        program = ownCopy ? folder + "/site" : Self.products + "/" + product
        if ownCopy { try Self.copy(Self.products + "/ServerUnderTest", program) }
        var words = [program, "--error-log", folder + "/log"]
        if !bind.isEmpty { words += ["--bind", bind] }
        words += arguments.map { $0.replacing("$FOLDER", with: folder) }
        // A backtrace takes its time and is not what is tested.
        let variables =
            ["PATH=/usr/bin:/bin", "SWIFT_BACKTRACE=enable=no"]
            + environment.map { $0.replacing("$FOLDER", with: folder) }
        if inherits != nil {
            let script = environment.filter { $0.contains("$$") }.map { "export \($0); " }.joined()
            words = ["/bin/sh", "-c", script + "exec \"$0\" \"$@\""] + words
        }
        pid = try Self.spawn(
            words, variables, output: folder + "/out", inherits: inherits, standard: output)
        guard ready > 0 else { return }
        try waitUntil("\(ready) workers are ready") { self.count("is ready after") >= ready }
    }

    deinit {
        if status == nil {
            kill(pid, SIGTERM)
            if wait(seconds: 5) == nil {
                kill(pid, SIGKILL)
                _ = wait(seconds: 10)
            }
        }
        for name in [
            "log", "out", "site", "site.fail", "site.pid", "pid", "access", "socket", "next", "old",
            "gate", "hooks",
        ] {
            unlink(folder + "/" + name)
        }
        rmdir(folder)
    }

    var log: String { readFile(folder + "/log") + readFile(folder + "/out") }

    func count(_ text: String) -> Int {
        let log = log
        return log.ranges(of: text).count
    }

    /// The port that the log names.
    var port: UInt16 {
        let text = log.split(separator: "Listening at: http://").last ?? ""
        let address = text.prefix { $0 != " " }
        return UInt16(address.split(separator: ":").last ?? "") ?? 0
    }

    /// Where it listens first.
    var address: ServerAddress {
        bind.hasPrefix("unix:") ? .unix(String(bind.dropFirst(5))) : .port(port)
    }

    func signal(_ number: Int32) { kill(pid, number) }

    /// The port of the status server, as the log has it; it was started with `--status-bind`.
    var statusPort: UInt16? {
        let text = log.split(separator: "Status at: http://127.0.0.1:").last ?? ""
        return UInt16(text.prefix { $0.isNumber })
    }

    /// What the status server answers.
    func status(_ path: String) throws -> String {
        try Client(port: statusPort ?? 0).get(path, fields: "Connection: close\r\n").body
    }

    /// Waits until `count` requests for `target` are being answered.
    func waitUntilInFlight(_ target: String, _ count: Int = 1) throws {
        try waitUntil("\(count) times \(target) in flight") {
            try status("/workers").ranges(of: "\"path\": \"\(target)\"").count == count
        }
    }

    /// Flags that `waitUntilInFlight` and `status` need.
    static let watched = ["--status-bind", "127.0.0.1:0"]

    /// The exit status, nil if it still runs after `seconds`; 128 + n for a signal.
    func wait(seconds: Double = 120) -> Int32? {
        if let status { return status }
        let deadline = now() + seconds
        while now() < deadline {
            var raw: Int32 = 0
            if waitpid(pid, &raw, WNOHANG) == pid {
                let code =
                    clinux_signaled(raw) != 0
                    ? 128 + clinux_term_signal(raw) : clinux_exit_status(raw)
                status = code
                return code
            }
            usleep(5000)
        }
        return nil
    }

    /// The workers that live now.
    var workers: [pid_t] {
        let text = readFile("/proc/\(pid)/task/\(pid)/children")
        return text.split(separator: " ").compactMap { pid_t($0) }.filter(isAlive)
    }

    static func copy(_ from: String, _ to: String) throws {
        let source = clinux_open(from, O_RDONLY, 0)
        let target = clinux_open(to, O_WRONLY | O_CREAT | O_TRUNC, 0o755)
        defer {
            close(source)
            close(target)
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            try #require(write(target, buffer, count) == count)
        }
    }

    private static func spawn(
        _ words: [String], _ variables: [String], output: String, inherits: Int32?,
        standard: Int32?
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        if let standard { posix_spawn_file_actions_adddup2(&actions, standard, 1) }
        if let inherits { posix_spawn_file_actions_adddup2(&actions, inherits, 3) }
        let arguments = words.map { strdup($0) } + [nil]
        let environment = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var pid: pid_t = 0
        var status: Int32
        repeat {
            // A child that another test is just starting may still hold the new file for writing.
            status = posix_spawn(&pid, words[0], &actions, nil, arguments, environment)
        } while status == ETXTBSY
        try #require(status == 0)
        return pid
    }
}

/// What a command prints and how it exits.
func runToEnd(
    _ arguments: [String], environment: [String] = []
) throws -> (status: Int32?, text: String) {
    let process = try ServerProcess(arguments, environment: environment, bind: "", ready: 0)
    let status = process.wait()
    return (status, process.log)
}

func readFile(_ path: String) -> String {
    let descriptor = clinux_open(path, O_RDONLY, 0)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return String(decoding: all, as: UTF8.self) }
        all += buffer[..<count]
    }
}

/// Whether a process runs; one that has ended and was not waited for doesn't.
func isAlive(_ pid: pid_t) -> Bool {
    let stat = readFile("/proc/\(pid)/stat")
    guard let end = stat.lastIndex(of: ")") else { return false }
    return !stat[end...].hasPrefix(") Z")
}

func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

struct NeverHappened: Error, CustomStringConvertible {
    let description: String
}

/// Waits for what must happen soon.
func waitUntil(
    _ what: @autoclosure () -> String, seconds: Double = 120, _ condition: () throws -> Bool
) throws {
    let deadline = now() + seconds
    while try !condition() {
        guard now() < deadline else { throw NeverHappened(description: "never: \(what())") }
        usleep(5000)
    }
}
