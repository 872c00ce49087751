import Glibc
import Testing

extension Scenarios {
    @Suite struct `What went wrong is seen` {
        @Test func `a worker that is silent leaves a backtrace of what holds it`() throws {
            let server = try ServerProcess(["--timeout", "2"])
            let client = try Client(port: server.port)
            try client.send("GET /spin HTTP/1.1\r\nHost: t\r\n\r\n")
            let worker = try #require(server.workers.first)
            try waitUntil("it is replaced") { server.count("is ready after") == 2 }
            let log = server.log
            #expect(
                log.contains(
                    "worker 1 (pid \(worker)) gave no sign of life for 2 s, busy with GET /spin: "
                        + "aborted"))
            #expect(log.contains("Process \(worker) was aborted at"))
            // The view is `Views.respond(to:)`, in the mangled form that `swift demangle` reads.
            #expect(log.contains("5Views"))
            #expect(log.contains("(pid \(worker)) died of SIGABRT while serving GET /spin"))
            #expect(try client.rest() == "")
            #expect(try server.get("/").status == 200)
        }

        @Test(arguments: [
            ("/asleep?s=600", ["--threads", "1"]), ("/asleep?s=600", ["--threads", "2"]),
            ("/wait", ["--threads", "1"]), ("/wait", ["--threads", "2"]),
        ])
        func `a client that left is logged as 499`(path: String, mode: [String]) throws {
            let format = "%(r)s = %(s)s"
            let server = try ServerProcess(
                ["--access-log", "-", "--access-log-format", format] + mode
                    + ServerProcess.watched)
            let gate = server.folder + "/gate"
            let target = path == "/wait" ? "/wait?\(gate)" : path
            var client: Client? = try Client(port: server.port)
            try client?.ask(target)
            try server.waitUntilInFlight(target)
            client = nil
            // Of a view that is done at once nobody asks whether its client is still there.
            usleep(100_000)
            close(creat(gate, 0o600))
            try waitUntil("it is logged: \(server.log)") {
                server.log.contains("GET \(target) HTTP/1.1 = 499\n")
            }
            #expect(try server.get("/").status == 200)
        }

        @Test func `a refused request has its line in the access log, as far as it is known`()
            throws
        {
            let server = try ServerProcess([
                "--access-log", "-", "--access-log-format",
                "=%(h)s \"%(r)s\" %(m)s %(U)s %(s)s %(B)s=",
                "--header-timeout", "1", "--body-timeout", "1", "--limit-request-body", "1k",
            ])
            let post = "POST /size HTTP/1.1\r\nHost: t\r\n"
            for (bytes, line) in [
                ("GET /a?b HTTP/1.1\r\n\r\n", "\"GET /a?b HTTP/1.1\" GET /a 400"),
                ("\r\nno\u{1}nsense\r\n\r\n", "\"no\\x01nsense\" no\\x01nsense - 400"),
                ("G\"ET /\\ HTTP/1.1\r\n", "\"G\\\"ET /\\\\ HTTP/1.1\" G\\\"ET /\\\\ 400"),
                (
                    "GET / HTTP/1.1\r\nHost: t\r\nX: \(String(repeating: "x", count: 9000))\r\n",
                    "\"GET / HTTP/1.1\" GET / 431"
                ),
                (post + "Content-Length: 5000\r\n\r\n", "\"POST /size HTTP/1.1\" POST /size 413"),
                (
                    post + "Transfer-Encoding: chunked\r\n\r\nz",
                    "\"POST /size HTTP/1.1\" POST /size 400"
                ),
                (post + "Content-Length: 5\r\n\r\na", "\"POST /size HTTP/1.1\" POST /size 408"),
                ("GET /slow HTTP/1.1\r\nHo", "\"GET /slow HTTP/1.1\" GET /slow 408"),
                (
                    "GET /address HTTP/1.1\r\nHost: t\r\nX-Forwarded-Proto: http\r\n"
                        + "X-Forwarded-Ssl: on\r\n\r\n",
                    "\"GET /address HTTP/1.1\" GET /address 400"
                ),
            ] {
                let client = try Client(port: server.port)
                try client.send(bytes)
                let body = try client.answer().body
                let whole = "=127.0.0.1 \(line) \(body.utf8.count)=\n"
                try waitUntil("\(whole) in \(server.log)") { server.log.contains(whole) }
            }
        }

        @Test func `nobody waits for a loop that a view holds for ever`() throws {
            let server = try ServerProcess(
                ["--request-timeout", "3", "--timeout", "600", "--keep-alive", "600"]
                    + ServerProcess.watched)
            let port = server.port
            let idle = try Client(port: port)
            let waiting = try Client(port: port)
            let suspended = try Client(port: port)
            #expect(try idle.get("/").status == 200)
            #expect(try waiting.get("/").status == 200)
            try suspended.ask("/asleep?s=600")
            try server.waitUntilInFlight("/asleep?s=600")
            let stuck = try Client(port: port)
            try stuck.ask("/spin")
            try server.waitUntilInFlight("/spin")
            try waiting.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
            #expect(try stuck.answer().status == 503)
            #expect(try stuck.rest() == "")
            #expect(try waiting.answer().status == 503)
            #expect(try waiting.rest() == "")
            #expect(try suspended.answer().status == 503)
            #expect(try suspended.rest() == "")
            #expect(try idle.rest() == "")
            #expect(try server.get("/").status == 200)
        }

        @Test func `a request that trickles in has one time for all of its head`() throws {
            let server = try ServerProcess(["--header-timeout", "2"])
            let client = try Client(port: server.port)
            let trickle = Background {
                for byte in "GET / HTTP/1.1\r\nHost: t\r\nX-A: \(String(repeating: "a", count: 99))"
                {
                    do { try client.send(String(byte)) } catch { return }
                    usleep(100_000)
                    if !client.isSilent { return }
                }
            }
            try trickle.value()
            let answer = try client.answer()
            #expect(answer.status == 408)
            #expect(answer.head.contains("Connection: close"))
            #expect(answer.body.contains("The headers did not end within 2 s."))
            #expect(try client.rest() == "")
        }

        @Test func `a body may trickle, but not be silent`() throws {
            let server = try ServerProcess(["--body-timeout", "3"])
            let client = try Client(port: server.port)
            let head = "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 6\r\n\r\n"
            try client.send(head)
            for byte in "abcdef" {
                usleep(700_000)
                try client.send(String(byte))
            }
            #expect(try client.answer().body == "abcdef")
            try client.send(head + "abc")
            let answer = try client.answer()
            #expect(answer.status == 408)
            #expect(answer.body.contains("No byte of the body came for 3 s."))
            #expect(try client.rest() == "")
        }

        @Test func `a client that takes nothing is let go, and one that waits too`() throws {
            let server = try ServerProcess(
                ["--write-timeout", "1", "--keep-alive", "1", "--status-bind", "127.0.0.1:0"])
            let slow = try Client(port: server.port)
            try slow.send("GET /big?n=50000000 HTTP/1.1\r\nHost: t\r\n\r\n")
            let idle = try Client(port: server.port)
            #expect(try idle.get("/").status == 200)
            #expect(try idle.rest() == "")
            try waitUntil("both are counted") {
                let metrics = try server.status("/metrics")
                return metrics.contains("apus_timeouts_total{kind=\"write\"} 1\n")
                    && metrics.contains("apus_timeouts_total{kind=\"keepalive\"} 1\n")
                    && metrics.contains("apus_connections 0\n")
            }
        }
    }
}
