internal import ApusHTTP
internal import Glibc

/// What the master counts over its life.
struct Tally: Equatable {
    /// Workers that were replaced, by reason.
    var restarts: [String: Int] = [:]
    /// Reloads that succeeded.
    var reloads = 0
    /// Views that held their worker's loop too long.
    var heldLoops = 0
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
