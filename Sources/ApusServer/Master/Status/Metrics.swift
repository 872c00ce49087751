internal import Glibc

extension Master {
    /// The answer to `/metrics`.
    var metrics: String {
        var text = MetricsText()
        let slots = workers.map { scoreboard[$0.slot] }
        addRequests(to: &text, slots)
        addConnections(to: &text, slots)
        addWorkers(to: &text, slots)
        text.single("apus_reloads_total", .counter, "Reloads done.", tally.reloads)
        text.single("apus_generation", .gauge, "The serving generation.", current.number)
        text.single(
            "apus_held_loops_total", .counter, "Views that held their worker's loop too long.",
            tally.heldLoops)
        text.family(
            "apus_log_lines_lost_total", .counter, "Lines that a log's reader did not take.")
        for log in WorkerCounters.Log.allCases {
            text.sample(
                "apus_log_lines_lost_total", ["log": "\(log)"], "\(sum(slots) { $0.lost(log) })")
        }
        return text.text
    }

    /// A count of all workers, those that are gone included.
    private func sum(
        _ slots: [ScoreboardSlot], _ count: (WorkerCounters) -> UInt64
    ) -> UInt64 {
        slots.reduce(count(scoreboard.past)) { $0 &+ count($1.counters) }
    }

    private func addRequests(to text: inout MetricsText, _ slots: [ScoreboardSlot]) {
        text.family("apus_requests_total", .counter, "Requests answered, by status.")
        var byCode: [Int: UInt64] = [:]
        for counters in slots.map(\.counters) + [scoreboard.past] {
            for (code, count) in counters.byCode { byCode[code, default: 0] += count }
        }
        for (code, count) in byCode.sorted(by: { $0.key < $1.key }) {
            text.sample("apus_requests_total", ["code": "\(code)"], "\(count)")
        }
        var buckets = scoreboard.past.buckets
        for slot in slots {
            for (place, count) in slot.counters.buckets.enumerated() { buckets[place] += count }
        }
        text.histogram(
            "apus_request_duration_seconds", "Time from a complete request to its answer.",
            buckets: buckets, bounds: WorkerCounters.bounds, sum: sum(slots) { $0.duration })
        text.single(
            "apus_requests_in_flight", .gauge, "Requests being answered.",
            slots.reduce(0) { $0 + $1.requestsInFlight.count })
        text.family("apus_timeouts_total", .counter, "Times that ran out, by which of them.")
        for kind in WorkerCounters.Expiry.allCases {
            text.sample(
                "apus_timeouts_total", ["kind": "\(kind)"], "\(sum(slots) { $0.expiries(kind) })")
        }
    }

    private func addConnections(to text: inout MetricsText, _ slots: [ScoreboardSlot]) {
        text.single(
            "apus_connections", .gauge, "Open connections.",
            sum(slots) { $0.accepted } - min(sum(slots) { $0.closed }, sum(slots) { $0.accepted }))
        text.single(
            "apus_connections_accepted_total", .counter, "Connections accepted.",
            sum(slots) { $0.accepted })
        let queues = listeners.compactMap { listener in
            listener.queue.map { (listener.shown, $0) }
        }
        guard !queues.isEmpty else { return }
        text.family("apus_listen_queue", .gauge, "Connections waiting to be accepted.")
        for (address, queue) in queues {
            text.sample("apus_listen_queue", ["address": address], "\(queue.waiting)")
        }
        text.family("apus_listen_queue_limit", .gauge, "The most connections that may wait.")
        for (address, queue) in queues {
            text.sample("apus_listen_queue_limit", ["address": address], "\(queue.limit)")
        }
    }

    private func addWorkers(to text: inout MetricsText, _ slots: [ScoreboardSlot]) {
        text.family("apus_workers", .gauge, "Worker processes by state.")
        for state in ["booting", "ready", "draining"] {
            text.sample(
                "apus_workers", ["state": state], "\(workers.count { $0.state == state })")
        }
        let busy = slots.count { !$0.requestsInFlight.isEmpty }
        text.single("apus_workers_busy", .gauge, "Workers that answer a request.", busy)
        text.single("apus_workers_idle", .gauge, "Workers that wait.", slots.count - busy)
        text.family("apus_worker_restarts_total", .counter, "Workers replaced, by reason.")
        for (reason, count) in tally.restarts.sorted(by: { $0.key < $1.key }) {
            text.sample("apus_worker_restarts_total", ["reason": reason], "\(count)")
        }
        // By the stable index, so that no process adds a series: a worker and the one that it
        // replaces count together.
        var memory: [Int: Int] = [:]
        for worker in workers { memory[worker.index, default: 0] += residentMemory(of: worker.pid) }
        text.family("apus_worker_memory_bytes", .gauge, "Resident memory by worker index.")
        for (index, bytes) in memory.sorted(by: { $0.key < $1.key }) {
            text.sample("apus_worker_memory_bytes", ["worker": "\(index)"], "\(bytes)")
        }
        text.single(
            "apus_master_memory_bytes", .gauge, "The master's resident memory.",
            residentMemory(of: getpid()))
    }
}
