/// What `manage top` shows: lines of text from the figures of now and of a moment ago.
struct TopPage {
    let address: String
    let now: ServerFigures
    let before: ServerFigures?

    /// The lines, none longer than `width`.
    func lines(width: Int) -> [String] {
        (summary + [""] + table).map { Self.harmless($0, width) }
    }

    private var seconds: Double {
        guard let before else { return 0 }
        return Double(max(now.time - before.time, 1)) / 1000
    }

    private var summary: [String] {
        let metrics = now.metrics
        let requests = metrics.sum("apus_requests_total")
        let new = requests - (before?.metrics.sum("apus_requests_total") ?? requests)
        let rate = before == nil ? "-" : Self.decimal(max(new, 0) / seconds)
        let codes = ["1", "2", "3", "4", "5"].compactMap { first -> String? in
            let count = metrics.sum("apus_requests_total", "code=\"\(first)")
            return count > 0 ? "\(first)xx \(Int(count))" : nil
        }
        let latency = "apus_request_duration_seconds"
        let half = metrics.quantile(0.5, of: latency, since: before?.metrics)
        let most = metrics.quantile(0.99, of: latency, since: before?.metrics)
        let restarts = metrics.byLabel("apus_worker_restarts_total")
            .map { "\($0.label) \(Int($0.value))" }
        return [
            "apus at \(address): \(now.health), generation \(Int(metrics.sum("apus_generation")))",
            "requests \(Int(requests)) (\(rate)/s)  \(codes.joined(separator: "  "))",
            "answered within \(half ?? "-") s (half), \(most ?? "-") s (99 %)",
            "workers \(now.workers.count), busy \(Int(metrics.sum("apus_workers_busy")))"
                + "  connections \(Int(metrics.sum("apus_connections")))"
                + "  queue \(Int(metrics.sum("apus_listen_queue")))"
                + "  timeouts \(Int(metrics.sum("apus_timeouts_total")))"
                + "  restarts \(restarts.isEmpty ? "0" : restarts.joined(separator: ", "))",
        ]
    }

    private var table: [String] {
        let head = Self.row("W", "PID", "GEN", "STATE", "REQUESTS", "REQ/S", "MEMORY", "AGE")
        return [head + "  DOING"] + now.workers.flatMap(rows)
    }

    /// What a worker is and does; a line more for each further request of up to ten.
    private func rows(of worker: ServerFigures.Worker) -> [String] {
        let row = Self.row(
            "\(worker.index)", "\(worker.pid)", "\(worker.generation)", worker.state,
            "\(worker.requests)", rate(of: worker), "\(worker.memory_bytes >> 20)M",
            Self.age(worker.age_seconds))
        let doing = worker.current.prefix(10).map { request -> String in
            "\(Self.decimal(request.seconds))s \(request.method) \(request.path)"
        }
        let margin = String(repeating: " ", count: row.utf8.count)
        var lines = ["\(row)  \(doing.first ?? "-")"]
        for more in doing.dropFirst() { lines.append("\(margin)  \(more)") }
        return lines
    }

    /// Requests a second since the page before.
    private func rate(of worker: ServerFigures.Worker) -> String {
        guard let old = before?.workers.first(where: { $0.pid == worker.pid }) else { return "-" }
        let answered = worker.requests - min(old.requests, worker.requests)
        return Self.decimal(Double(answered) / seconds)
    }

    private static func row(_ cells: String...) -> String {
        let widths = [3, 8, 4, -8, 10, 9, 7, 7]
        return zip(cells, widths).map { cell, width in
            let room = String(repeating: " ", count: max(abs(width) - cell.utf8.count, 0))
            return width < 0 ? cell + room : room + cell
        }.joined(separator: " ")
    }

    private static func decimal(_ value: Double) -> String {
        let tenths = Int(max(value, 0) * 10 + 0.5)
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func age(_ seconds: Double) -> String {
        let seconds = Int(max(seconds, 0))
        if seconds < 100 { return "\(seconds)s" }
        if seconds < 6000 { return "\(seconds / 60)m" }
        return seconds < 360_000 ? "\(seconds / 3600)h" : "\(seconds / 86400)d"
    }

    /// A path is a stranger's text: on a terminal it must not do anything.
    private static func harmless(_ line: String, _ width: Int) -> String {
        var shown = ""
        for scalar in line.unicodeScalars.prefix(width) {
            let isPlain = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
            shown.unicodeScalars.append(isPlain ? scalar : "?")
        }
        return shown
    }
}
