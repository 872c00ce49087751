import Glibc
import Synchronization
import Testing

@testable import ApusManage

/// Whole sites are built here, which takes a minute where Apus isn't built yet: `scripts/test`
/// asks for it.
@Suite(.serialized, .enabled(if: Environment["APUS_LONG_TESTS"] == "1"))
struct RunServerTests {
    /// A new site whose build folder is kept between the tests, so that Apus is built once.
    private func site() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let checkout = try #require(Checkout.folder)
        try StartProject.create(
            ModuleName("mysite", for: .project), in: folder.path, checkout: checkout)
        let build = Path.join(checkout, ".build-sites")
        try Files.makeFolder(build)
        #expect(symlink(build, Path.join(folder.path, ".build")) == 0)
        try folder.write(
            """
            import Apus

            public let site = Site(settings: .fromEnvironment(), apps: []) {
                path("", page, name: "page")
            }

            \(Self.view("one"))
            """, to: "Sources/mysite/Site.swift")
        return folder
    }

    private static func view(_ word: String) -> String {
        """
        func page(_ request: Request) -> Response {
            .html("<body>\(word)</body>")
        }

        """
    }

    private func edit(_ folder: TemporaryFolder, _ change: (String) -> String) throws {
        let name = "Sources/mysite/Site.swift"
        try folder.write(change(try folder.text(name)), to: name)
    }

    private func start(_ folder: TemporaryFolder, _ arguments: [String]) throws -> (Started, UInt16)
    {
        let server = try Started(
            Program.manage, ["runserver", "127.0.0.1:0"] + arguments, in: folder.path)
        func port() -> UInt16? {
            guard let range = server.output.firstRange(of: "server at http://127.0.0.1:") else {
                return nil
            }
            return UInt16(server.output[range.upperBound...].prefix { $0 != "/" })
        }
        let isUp = server.wait(600) { port() != nil || kill(server.pid, 0) != 0 }
        guard isUp, let port = port() else {
            kill(server.pid, SIGTERM)
            throw CommandError("it did not start: \(server.output) \(server.errors)")
        }
        return (server, port)
    }

    @Test func `an edit is built and swapped in while every request is answered`() throws {
        let folder = try site()
        let (server, port) = try start(folder, [])
        defer { kill(server.pid, SIGKILL) }
        #expect(
            server.output.contains(
                """
                Watching for file changes with inotify
                Performing system checks...

                System check identified no issues (0 silenced).
                """))
        #expect(server.output.contains("\nQuit the server with CONTROL-C.\n"))

        // A client that never stops asking.
        let tally = Tally()
        try Thread.start {
            while !tally.isOver {
                tally.count(HTTPAnswer(port, "/") != nil)
                usleep(2000)
            }
        }
        #expect(HTTPAnswer(port, "/")?.body.contains("one") == true)
        let token = try #require(HTTPAnswer(port, "/__apus__/reload?token=none")?.body)

        try edit(folder) { $0.replacing("one", with: "two") }
        #expect(Apus.wait(120) { HTTPAnswer(port, "/")?.body.contains("two") == true })
        #expect(HTTPAnswer(port, "/__apus__/reload?token=\(token)")?.body != token)

        try edit(folder) {
            $0.replacing("Response {", with: "Response { let x: Int = \"a\"; return")
        }
        #expect(Apus.wait(120) { HTTPAnswer(port, "/")?.status == 500 })
        let page = try #require(HTTPAnswer(port, "/", headers: ["Accept: text/html"]))
        #expect(page.body.contains("cannot convert value of type"))
        #expect(page.body.contains("Sources/mysite/Site.swift:"))
        #expect(server.errors.contains("error: cannot convert value of type"))
        #expect(server.errors.contains("The last good build still answers at http://127.0.0.1:"))
        let link = try #require(HTTPAnswer(port, "/__apus__/last-good?next=/"))
        let cookie = try #require(link.head.firstRange(of: "apus_last_good="))
        let value = link.head[cookie.lowerBound...].prefix { $0 != ";" }
        #expect(HTTPAnswer(port, "/", headers: ["Cookie: \(value)"])?.body.contains("two") == true)

        try edit(folder) {
            $0.replacing(" let x: Int = \"a\"; return", with: "").replacing("two", with: "three")
        }
        #expect(Apus.wait(120) { HTTPAnswer(port, "/")?.body.contains("three") == true })

        tally.end()
        #expect(tally.failed == 0, "\(tally.failed) of \(tally.asked) requests were not answered")
        #expect(tally.asked > 100)

        kill(server.pid, SIGINT)
        #expect(server.wait() == 0)
        #expect(HTTPAnswer(port, "/") == nil)
    }

    @Test func `a template's edit makes open pages reload, without a build`() throws {
        let folder = try site()
        let (server, port) = try start(folder, [])
        defer { kill(server.pid, SIGKILL) }
        let token = try #require(HTTPAnswer(port, "/__apus__/reload?token=none")?.body)
        let tally = Tally()
        try Thread.start {
            let answer = HTTPAnswer(port, "/__apus__/reload?token=\(token)")
            tally.count(answer?.status == 200 && answer?.body != token)
        }
        usleep(200_000)
        try folder.write("<p>", to: "Templates/base.html")
        #expect(Apus.wait(20) { tally.asked == 1 })
        #expect(tally.failed == 0)
        #expect(!server.output.contains("building"))
        kill(server.pid, SIGTERM)
        #expect(server.wait() == 0)
    }

    @Test func `a server that dies is started again`() throws {
        let folder = try site()
        try edit(folder) {
            $0.replacing("name: \"page\")", with: "name: \"page\")\n    path(\"crash/\", crash)")
                + "func crash(_ request: Request) -> Response { fatalError(\"on purpose\") }\n"
        }
        let (server, port) = try start(folder, [])
        defer { kill(server.pid, SIGKILL) }
        #expect(HTTPAnswer(port, "/crash/") == nil)
        #expect(Apus.wait(20) { HTTPAnswer(port, "/")?.status == 200 })
        #expect(server.errors.contains("Starting it again."))
        kill(server.pid, SIGINT)
        #expect(server.wait() == 0)
    }

    @Test func `with noreload pages are served as they are, and a port in use is one line`() throws
    {
        let folder = try site()
        let (server, port) = try start(folder, ["--noreload"])
        defer { kill(server.pid, SIGKILL) }
        #expect(!server.output.contains("Watching"))
        #expect(HTTPAnswer(port, "/")?.body == "<body>one</body>")
        #expect(Apus.wait(5) { server.errors.contains("\"GET / HTTP/1.1\" 200 16") })

        let second = try Program(
            Program.manage, ["runserver", "127.0.0.1:\(port)"], in: folder.path)
        #expect(second.status == 1)
        #expect(second.errors == "Error: That port is already in use.\n")
        let bad = try Program(Program.manage, ["runserver", "x"], in: folder.path)
        #expect(bad.status == 1)
        #expect(
            bad.errors
                == "CommandError: \"x\" is not a valid port number or address:port pair.\n")

        kill(server.pid, SIGINT)
        #expect(server.wait() == 0)
    }

    @Test func `inside a project that doesn't compile the errors are shown and nothing runs`()
        throws
    {
        let folder = try site()
        try edit(folder) { $0 + "let wrong: Int = \"a\"\n" }
        let run = try Program(Program.manage, ["check"], in: folder.path)
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.errors.contains("Site.swift:"))
        #expect(run.errors.contains("error: cannot convert value of type 'String'"))
        #expect(run.errors.hasSuffix("The build failed: \(Path.name(folder.path)) was not run.\n"))
    }

    @Test func `the project's manage runs its commands, its apps' too`() throws {
        let folder = try site()
        #expect(try Program(Program.manage, ["startapp", "polls"], in: folder.path).status == 0)
        try edit(folder) {
            $0.replacing("import Apus\n", with: "import Apus\nimport polls\n")
                .replacing("apps: []", with: "apps: [Polls()]")
        }
        let app = "Sources/polls/Polls.swift"
        try folder.write(
            try folder.text(app).replacing(
                "migrations = pollsMigrations",
                with:
                    "migrations = pollsMigrations\n    public static let commands: Commands = [Seed.self]"
            )
                + """
                struct Seed: Command {
                    static let configuration = CommandConfiguration(abstract: "Fills.")
                    @Option var rows = 2
                    func run() throws {
                        if rows == 0 { throw CommandError("No rows.") }
                        print("\\(rows) rows")
                    }
                }

                """, to: app)
        func manage(_ arguments: String...) throws -> Program {
            try Program(Program.manage, arguments, in: folder.path + "/Templates")
        }
        #expect(try manage("check").output == "System check identified no issues (0 silenced).\n")
        #expect(try manage("seed").output == "2 rows\n")
        #expect(try manage("seed", "--rows", "3").output == "3 rows\n")
        let failed = try manage("seed", "--rows", "0")
        #expect(failed.status == 1)
        #expect(failed.errors == "CommandError: No rows.\n")
        #expect(try manage("seed", "--rows", "x").status == 2)
        #expect(try manage("help").output.hasSuffix("\n[polls]\n    seed\n"))
        let mistyped = try manage("runsrver")
        #expect(mistyped.status == 1)
        #expect(
            mistyped.errors == """
                Unknown command: 'runsrver'. Did you mean runserver?
                Type 'manage help' for usage.

                """)
    }
}

/// Counts from another thread.
private final class Tally: Sendable {
    private let state = Mutex((asked: 0, failed: 0, isOver: false))

    var asked: Int { state.withLock { $0.asked } }
    var failed: Int { state.withLock { $0.failed } }
    var isOver: Bool { state.withLock { $0.isOver } }

    func count(_ isAnswered: Bool) {
        state.withLock {
            $0.asked += 1
            if !isAnswered { $0.failed += 1 }
        }
    }

    func end() { state.withLock { $0.isOver = true } }
}
