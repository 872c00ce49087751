import CLinux
import Glibc
import Testing

@Suite struct `The status port` {
    private func start(_ arguments: [String] = []) throws -> (ServerProcess, UInt16) {
        let server = try ServerProcess(["--status-bind", "127.0.0.1:0"] + arguments)
        let text = server.log.split(separator: "Status at: http://127.0.0.1:").last ?? ""
        return (server, UInt16(text.prefix { $0.isNumber }) ?? 0)
    }

    @Test func `tells health, workers and what each of them does`() throws {
        let (server, port) = try start()
        #expect(try Client(port: port).get("/health").body == "ok\n")
        #expect(try Client(port: port).get("/ready").status == 200)
        let busy = try Client(port: server.port)
        let gate = server.folder + "/gate"
        try busy.ask("/wait?\(gate)")
        var workers = ""
        try waitUntil("the request is shown") {
            workers = try Client(port: port).get("/workers").body
            return workers.contains("/wait")
        }
        let worker = try #require(server.workers.first)
        #expect(
            workers.hasPrefix(
                "[{\"pid\": \(worker), \"index\": 1, \"generation\": 1, \"state\": \"ready\", "
                    + "\"requests\": 0, \"memory_bytes\": "))
        #expect(
            workers.contains(
                "\"current\": [{\"method\": \"GET\", \"path\": \"/wait?\(gate)\", \"seconds\": "))
        let metrics = try Client(port: port).get("/metrics").body
        #expect(metrics.contains("apus_workers{state=\"ready\"} 1\n"))
        #expect(metrics.contains("apus_requests_in_flight 1\n"))
        close(clinux_open(gate, O_WRONLY | O_CREAT, 0o600))
        #expect(try busy.answer().body == "waited")
        #expect(
            try Client(port: port).get("/metrics").body.contains(
                "apus_requests_total{code=\"200\"} 1\n"))
        #expect(try Client(port: port).get("/nothing").status == 404)
    }

    @Test func `counts restarts and says 503 while draining`() throws {
        let (server, port) = try start()
        kill(try #require(server.workers.first), SIGKILL)
        try waitUntil("the restart is counted") {
            try Client(port: port).get("/metrics").body
                .contains("apus_worker_restarts_total{reason=\"SIGKILL\"} 1\n")
        }
        try waitUntil("the new worker") { server.count("is ready after") == 2 }
        let busy = try Client(port: server.port)
        let gate = server.folder + "/gate"
        try busy.ask("/wait?\(gate)")
        try server.waitUntilInFlight("/wait?\(gate)")
        server.signal(SIGTERM)
        try waitUntil("it drains") { try Client(port: port).get("/health").status == 503 }
        #expect(try Client(port: port).get("/workers").body.contains("\"state\": \"draining\""))
        close(clinux_open(gate, O_WRONLY | O_CREAT, 0o600))
        #expect(try busy.answer().body == "waited")
        #expect(server.wait() == 0)
    }

    @Test func `is not held up by a client that says nothing`() throws {
        let (server, port) = try start()
        let silent = try (0..<20).map { _ in try Client(port: port) }
        #expect(try Client(port: port).get("/health").status == 200)
        #expect(try server.get("/").status == 200)
        #expect(silent.count == 20)
    }
}
