internal import ApusHTTP
internal import Glibc

/// What the master counts over its life.
struct Tally {
    /// Requests of workers that are gone.
    var pastRequests: UInt64 = 0
    /// Workers that were replaced, by reason.
    var restarts: [String: Int] = [:]
    /// Reloads that succeeded.
    var reloads = 0
}

extension Master {
    /// The answer of the status port for a path.
    func report(for path: String) -> Response {
        switch path {
        case "/health", "/ready":
            let isReady = stop == nil && workers.contains { $0.phase == .ready }
            return Response(
                status: isReady ? .ok : .serviceUnavailable,
                headers: ["Content-Type": "text/plain; charset=utf-8"],
                body: .text(isReady ? "ok\n" : stop == nil ? "no worker is ready\n" : "draining\n"))
        case "/metrics":
            return Response(
                headers: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"],
                body: .text(metrics))
        case "/workers":
            return Response(
                headers: ["Content-Type": "application/json"], body: .text(workersAsJSON))
        default:
            return Response(
                status: .notFound, headers: ["Content-Type": "text/plain; charset=utf-8"],
                body: .text("Here are /health, /ready, /metrics and /workers.\n"))
        }
    }

    private var workersAsJSON: String {
        let now = monotonicNow()
        let all = workers.map { worker in
            let slot = scoreboard[worker.slot]
            let current = slot.requestsInFlight.map { request in
                let seconds = Self.seconds(now &- min(request.start, now))
                return "{\"method\": \(jsonString(request.method)), "
                    + "\"path\": \(jsonString(request.path)), \"seconds\": \(seconds)}"
            }
            return "{\"pid\": \(worker.pid), \"index\": \(worker.index), "
                + "\"generation\": \(worker.generation), \"state\": \"\(worker.state)\", "
                + "\"requests\": \(slot.requests), "
                + "\"memory_bytes\": \(residentMemory(of: worker.pid)), "
                + "\"age_seconds\": \(Self.seconds(now &- worker.started)), "
                + "\"current\": [\(current.joined(separator: ", "))]}"
        }
        return "[" + all.joined(separator: ",\n ") + "]\n"
    }

    private var metrics: String {
        var text = ""
        func family(_ name: String, _ kind: String, _ help: String, _ samples: [(String, String)]) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
            for (labels, value) in samples {
                text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
            }
        }
        let requests = workers.reduce(tally.pastRequests) { $0 + scoreboard[$1.slot].requests }
        family("apus_requests_total", "counter", "Requests answered.", [("", "\(requests)")])
        let inFlight = workers.map { scoreboard[$0.slot].requestsInFlight.count }
        family(
            "apus_requests_in_flight", "gauge", "Requests being answered.",
            [("", "\(inFlight.reduce(0, +))")])
        family(
            "apus_workers", "gauge", "Worker processes by state.",
            ["booting", "ready", "draining"].map { state in
                ("state=\"\(state)\"", "\(workers.count { $0.state == state })")
            })
        let busy = inFlight.count { $0 > 0 }
        family("apus_workers_busy", "gauge", "Workers that answer a request.", [("", "\(busy)")])
        family(
            "apus_worker_restarts_total", "counter", "Workers replaced, by reason.",
            tally.restarts.sorted { $0.key < $1.key }.map {
                ("reason=\"\($0.key)\"", "\($0.value)")
            })
        family("apus_reloads_total", "counter", "Reloads done.", [("", "\(tally.reloads)")])
        family("apus_generation", "gauge", "The serving generation.", [("", "\(current.number)")])
        family(
            "apus_worker_memory_bytes", "gauge", "Resident memory.",
            workers.map { ("pid=\"\($0.pid)\"", "\(residentMemory(of: $0.pid))") })
        return text
    }

    private static func seconds(_ nanoseconds: UInt64) -> String {
        AccessLog.decimal(nanoseconds)
    }
}

extension WorkerProcess {
    /// The state as the status port names it.
    var state: String {
        switch phase {
        case .booting: "booting"
        case .ready: "ready"
        case .retiring, .aborted: "draining"
        }
    }
}
