/// Prometheus' text format, version 0.0.4: families of samples, each with its help and type.
struct MetricsText {
    private(set) var text = ""

    /// A family's name and what it is; its samples follow.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    enum Kind: String { case counter, gauge, histogram }

    mutating func sample(
        _ name: String, _ labels: KeyValuePairs<String, String>, _ value: String
    ) {
        text += name
        if !labels.isEmpty {
            let all = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
            text += "{\(all.joined(separator: ","))}"
        }
        text += " \(value)\n"
    }

    /// A sample without labels.
    mutating func sample(_ name: String, _ value: String) { sample(name, [:], value) }

    /// A family of one sample.
    mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: some BinaryInteger)
    {
        family(name, kind, help)
        sample(name, "\(value)")
    }

    /// A histogram from the answers in each bucket (not summed up) and the bounds in nanoseconds.
    mutating func histogram(
        _ name: String, _ help: String, buckets: [UInt64], bounds: [UInt64], sum: UInt64
    ) {
        family(name, .histogram, help)
        var total: UInt64 = 0
        for (bound, count) in zip(bounds, buckets) {
            total += count
            sample("\(name)_bucket", ["le": Self.seconds(bound)], "\(total)")
        }
        total += buckets.last ?? 0
        sample("\(name)_bucket", ["le": "+Inf"], "\(total)")
        sample("\(name)_sum", Self.seconds(sum))
        sample("\(name)_count", "\(total)")
    }

    /// Nanoseconds as seconds: `0.005`, `10`.
    static func seconds(_ nanoseconds: UInt64) -> String {
        var fraction = String(nanoseconds % 1_000_000_000)
        fraction = String(repeating: "0", count: 9 - fraction.utf8.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let whole = "\(nanoseconds / 1_000_000_000)"
        return fraction.isEmpty ? whole : whole + "." + fraction
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
