import ApusHTTP
import ApusServer
import Glibc
import Synchronization

// The server that the tests run as a real process: a closure with views that misbehave on demand.

let megabyte = Content([UInt8](repeating: 120, count: 1 << 20))
let cancelled = Atomic(0)
nonisolated(unsafe) var leaked: [[UInt8]] = []

struct Views: Application {
    let boot = String(getpid())

    func start() throws {
        if getenv("BOOT_HANG") != nil { sleep(60) }
        if getenv("BOOT_FAIL") != nil || access("\(CommandLine.arguments[0]).fail", F_OK) == 0 {
            throw BootFailure()
        }
    }

    func respond(to request: Request) -> Answer {
        let path = request.target.prefix { $0 != "?" }
        let argument = request.target.split(separator: "=").last.flatMap { Double($0) } ?? 0
        switch path {
        case "/": return text("Hello, World!")
        case "/pid": return text(String(getpid()))
        case "/name": return text(CommandLine.arguments[0])
        case "/echo":
            return .response(Response(body: .bytes(request.body)))
        case "/back":
            return .response(Response(body: .content(request.content)))
        case "/file":
            guard let file = try? OpenFile(String(request.target.dropFirst("/file?".count))) else {
                return .response(Response(status: .notFound))
            }
            return .response(Response(body: .file(file)))
        case "/repeat":
            return .response(
                Response(body: .contents(Array(repeating: megabyte, count: Int(argument)))))
        case "/events":
            return .response(
                request.events(heartbeat: .milliseconds(50)) { events in
                    try await events.send("after \(events.lastEventID ?? "none")", id: "1")
                    do { try await Task.sleep(for: .seconds(3600)) } catch {
                        cancelled.wrappingAdd(1, ordering: .relaxed)
                        throw error
                    }
                })
        case "/cancelled": return text(String(cancelled.load(ordering: .relaxed)))
        case "/size": return text(String(request.body.count))
        case "/address": return text("\(request.scheme) \(request.remoteAddress)")
        case "/id":
            request.logger.info("looked at its id")
            return text(request.id)
        case "/own-id":
            return .response(Response(headers: ["X-Request-ID": "own"], body: .text(request.id)))
        case "/leak":
            leaked.append([UInt8](repeating: 1, count: Int(argument) << 20))
            return text("leaked")
        case "/sleep":
            usleep(UInt32(argument * 1_000_000))
            return text("slept")
        case "/wait":
            let gate = String(request.target.dropFirst("/wait?".count))
            while access(gate, F_OK) != 0 { usleep(5000) }
            return text("waited")
        case "/until-abandoned":
            while request.abandonment == nil { usleep(1000) }
            cancelled.wrappingAdd(1, ordering: .relaxed)
            return text("nobody reads this")
        case "/asleep":
            return .task {
                try? await Task.sleep(for: .seconds(argument))
                return Response(body: .text("slept"))
            }
        case "/main": return .task { Response(body: .text(await onMainActor())) }
        case "/spin": while true {}
        case "/crash":
            let empty: [Int] = []
            return text(String(empty[Int(argument)]))
        case "/big":
            return .response(Response(body: .bytes(Array(repeating: 120, count: Int(argument)))))
        case "/stream":
            return .response(
                Response(
                    body: .stream { writer in
                        for number in 0..<Int(argument) {
                            try await writer.write(Array("chunk \(number)\n".utf8))
                            try await Task.sleep(for: .milliseconds(1))
                        }
                    }))
        case "/flood":
            return .response(
                Response(
                    body: .stream { writer in
                        let piece = [UInt8](repeating: 120, count: 64 << 10)
                        for _ in 0..<Int(argument) { try await writer.write(piece) }
                    }))
        case "/broken":
            return .response(
                Response(
                    body: .stream { writer in
                        try await writer.write(Array("some".utf8))
                        throw BootFailure()
                    }))
        case "/inject":
            var response = Response(body: .text("x"))
            response.headers["X-Bad"] = "a\r\nSet-Cookie: stolen=1"
            return .response(response)
        default: return .response(Response(status: .notFound, body: .text("not here")))
        }
    }

    private func text(_ text: String) -> Answer {
        .response(Response(headers: ["Content-Type": "text/plain"], body: .text(text)))
    }
}

@MainActor func onMainActor() -> String { "on the main actor" }

struct BootFailure: Error, CustomStringConvertible {
    var description: String { "the database is not there" }
}

// The program that stands under this name now may come with other settings than the one before.
var site = ServerSettings()
var own = stat()
var named = stat()
stat("/proc/self/exe", &own)
stat(CommandLine.arguments[0], &named)
if own.st_ino == named.st_ino, access("\(CommandLine.arguments[0]).pid", F_OK) == 0 {
    site.pid = "/nowhere/pid"
}

/// Writes what each hook is told to the file that the environment names, then fails: that is logged.
struct HookFailure: Error, CustomStringConvertible {
    let description = "as the test wants it"
}

@Sendable func note(_ line: String) throws {
    let path = getenv("HOOKS").map { String(cString: $0) } ?? ""
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o600)
    let text = Array("\(line)\n".utf8)
    _ = write(file, text, text.count)
    close(file)
    throw HookFailure()
}

var hooks = ServerHooks()
if getenv("HOOKS") != nil {
    hooks.onMasterStart = { try note("master starts") }
    hooks.onReady = { try note("ready") }
    hooks.onWorkerStart = { try note("worker \($0.index) of \($0.generation) starts") }
    hooks.onWorkerReady = { try note("worker \($0.index) of \($0.generation) is ready") }
    hooks.onWorkerExit = { try note("worker \($0.index) of \($0.generation) \($1)") }
    hooks.onReload = { try note("reload \($0)") }
    hooks.onShutdown = { try note("shutdown") }
}

PreforkServer(.fromCommandLine(site: site), hooks: hooks, makeApplication: { Views() }).run()
