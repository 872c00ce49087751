import Glibc

/// What the environment asks of a worker's start: `WORKBENCH_BOOT_SLEEP`, `WORKBENCH_BOOT_FAIL`, and
/// the file that `WORKBENCH_BOOT_FILE` names, with lines `NAME=value` that win.
struct BootOrders {
    var sleep = 0.0
    var fails = false

    /// Read afresh at each call.
    static var current: BootOrders {
        var values: [String: String] = [:]
        for name in ["WORKBENCH_BOOT_SLEEP", "WORKBENCH_BOOT_FAIL"] {
            values[name] = environment(name)
        }
        if let path = environment("WORKBENCH_BOOT_FILE") {
            for line in lines(of: path) {
                let parts = line.split(separator: "=", maxSplits: 1)
                if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
            }
        }
        return BootOrders(
            sleep: Double(values["WORKBENCH_BOOT_SLEEP"] ?? "") ?? 0,
            fails: values["WORKBENCH_BOOT_FAIL"] == "1")
    }

    private static func lines(of path: String) -> [Substring] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
    }
}

/// What a start that was told to fail throws.
struct BootFailure: Error, CustomStringConvertible {
    let description = "WORKBENCH_BOOT_FAIL is set"
}

func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}

func pause(_ seconds: Double) {
    usleep(UInt32(min(seconds, 3600) * 1_000_000))
}
