import FoundationEssentials

/// What a status port says at one time.
struct ServerFigures {
    var health: String
    var workers: [Worker]
    var metrics: Metrics
    /// When it was asked, in milliseconds.
    var time: Int

    struct Worker: Decodable {
        var pid: Int
        var index: Int
        var generation: Int
        var state: String
        var requests: UInt64
        var memory_bytes: Int
        var age_seconds: Double
        var current: [Current]
    }

    struct Current: Decodable {
        var method: String
        var path: String
        var seconds: Double
    }

    init(_ client: StatusClient) throws {
        health = String(try client.get("/health").prefix { $0 != "\n" })
        do {
            workers = try JSONDecoder().decode(
                [Worker].self, from: Data(try client.get("/workers").utf8))
        } catch is DecodingError {
            throw CommandError("What answers at \(client.address) is no status port.")
        }
        workers.sort { ($0.generation, $0.index, $0.pid) < ($1.generation, $1.index, $1.pid) }
        metrics = Metrics(try client.get("/metrics"))
        time = Clock.now
    }

    init(health: String, workers: [Worker], metrics: Metrics, time: Int) {
        self.health = health
        self.workers = workers
        self.metrics = metrics
        self.time = time
    }
}

/// Prometheus' text, as far as the server writes it: numbers by name and labels.
struct Metrics {
    private let values: [(name: Substring, labels: Substring, value: Double)]

    init(_ text: String) {
        values = text.split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#"), let space = line.lastIndex(of: " "),
                let value = Double(line[line.index(after: space)...])
            else { return nil }
            let series = line[..<space]
            let brace = series.firstIndex(of: "{") ?? series.endIndex
            return (series[..<brace], series[brace...], value)
        }
    }

    /// The sum of the samples of a name whose labels hold `part`.
    func sum(_ name: String, _ part: String = "") -> Double {
        values.reduce(0) { sum, sample in
            sample.name == name && (part.isEmpty || sample.labels.contains(part))
                ? sum + sample.value : sum
        }
    }

    /// Each sample of a name, by the value of its only label.
    func byLabel(_ name: String) -> [(label: String, value: Double)] {
        values.filter { $0.name == name }.map { sample in
            let parts = sample.labels.split(separator: "\"")
            return (parts.count > 1 ? String(parts[1]) : "", sample.value)
        }
    }

    /// The bound below which `share` of a histogram's answers since `earlier` lie; nil where there
    /// were none.
    func quantile(_ share: Double, of name: String, since earlier: Metrics?) -> String? {
        let before = earlier?.byLabel(name + "_bucket") ?? []
        let buckets = byLabel(name + "_bucket").map { bucket in
            (bucket.label, bucket.value - (before.first { $0.label == bucket.label }?.value ?? 0))
        }
        guard let all = buckets.last?.1, all > 0 else { return nil }
        return buckets.first { $0.1 >= share * all }?.0
    }
}
