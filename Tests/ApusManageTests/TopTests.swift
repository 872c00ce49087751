import Testing

@testable import ApusManage

@Suite struct `manage top` {
    private func figures(_ requests: Int, slow: Int = 0, time: Int) -> ServerFigures {
        ServerFigures(
            health: "ok",
            workers: [
                .init(
                    pid: 4711, index: 1, generation: 2, state: "ready", requests: UInt64(requests),
                    memory_bytes: 12 << 20, age_seconds: 130,
                    current: [
                        .init(method: "GET", path: "/a\u{1B}[31m", seconds: 0.25),
                        .init(method: "POST", path: "/b", seconds: 12),
                    ])
            ],
            metrics: Metrics(
                """
                # HELP apus_requests_total Requests.
                apus_requests_total{code="200"} \(requests - 1)
                apus_requests_total{code="404"} 1
                apus_request_duration_seconds_bucket{le="0.005"} \(requests - slow)
                apus_request_duration_seconds_bucket{le="0.01"} \(requests)
                apus_request_duration_seconds_bucket{le="+Inf"} \(requests)
                apus_workers_busy 1
                apus_connections 3
                apus_worker_restarts_total{reason="SIGILL"} 2
                apus_generation 2
                """), time: time)
    }

    @Test func `shows rates, latencies and what each worker does`() {
        let page = TopPage(
            address: "here:1", now: figures(110, slow: 10, time: 4000),
            before: figures(10, time: 2000))
        #expect(
            page.lines(width: 200) == [
                "apus at here:1: ok, generation 2",
                "requests 110 (50.0/s)  2xx 109  4xx 1",
                "answered within 0.005 s (half), 0.01 s (99 %)",
                "workers 1, busy 1  connections 3  queue 0  timeouts 0  restarts SIGILL 2",
                "",
                "  W      PID  GEN STATE      REQUESTS     REQ/S  MEMORY     AGE  DOING",
                "  1     4711    2 ready           110      50.0     12M      2m  0.3s GET /a?[31m",
                String(repeating: " ", count: 65) + "12.0s POST /b",
            ])
        #expect(page.lines(width: 10).allSatisfy { $0.utf8.count <= 10 })
    }

    @Test func `has no rates at its first look`() {
        let page = TopPage(address: "here:1", now: figures(10, time: 0), before: nil)
        #expect(page.lines(width: 200)[1] == "requests 10 (-/s)  2xx 9  4xx 1")
    }

    @Test func `says what to do where no status port answers`() throws {
        let folder = try TemporaryFolder()
        let none = try Program(Program.manage, ["top", "--status", "127.0.0.1:1"], in: folder.path)
        #expect(none.status == 1)
        #expect(none.errors.contains("No status port answers at 127.0.0.1:1 (Connection refused)"))
        #expect(none.errors.contains("--status-bind 127.0.0.1:1"))
        let unknown = try Program(Program.manage, ["top"], in: folder.path)
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("Start it with --status-bind ADDR"))
        let wrong = try Program(Program.manage, ["top", "--status", "nonsense"], in: folder.path)
        #expect(wrong.status == 2)
    }
}
