internal import CLinux
internal import Glibc

/// The CPUs that this process may use: those it is allowed on, or fewer where the container's quota
/// (cgroup v2 `cpu.max`, v1 `cpu.cfs_quota_us`) allows less.
func usableCPUs() -> Int {
    let allowed = Int(clinux_usable_cpus())
    guard let quota = cpuQuota() else { return max(allowed, 1) }
    return max(Int(min(Double(allowed), quota.rounded(.up))), 1)
}

/// The container's quota in CPUs, nil where there is none. The system's files are below `root`.
func cpuQuota(root: String = "") -> Double? {
    var least: Double?
    for line in (readSmallFile(root + "/proc/self/cgroup") ?? "").split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { continue }
        if parts[0] == "0" {
            for folder in ancestors(of: String(parts[2])) {
                if let text = readSmallFile(root + "/sys/fs/cgroup" + folder + "/cpu.max"),
                    let quota = quota(cpuMax: text)
                {
                    least = min(least ?? quota, quota)
                }
            }
        } else if parts[1].split(separator: ",").contains("cpu") {
            for folder in ancestors(of: String(parts[2])) {
                let base = root + "/sys/fs/cgroup/cpu" + folder
                if let total = readSmallFile(base + "/cpu.cfs_quota_us"),
                    let period = readSmallFile(base + "/cpu.cfs_period_us"),
                    let quota = quota(cpuMax: total.trimmed + " " + period)
                {
                    least = min(least ?? quota, quota)
                }
            }
        }
    }
    return least
}

/// Reads `QUOTA PERIOD`, both in microseconds; nil for `max` and for v1's -1.
func quota(cpuMax text: String) -> Double? {
    let words = text.trimmed.split(separator: " ")
    guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]),
        quota > 0, period > 0, (quota / period).isFinite
    else { return nil }
    return quota / period
}

/// `/a/b` gives `/a/b`, `/a` and the root: a limit on any of them holds.
private func ancestors(of path: String) -> [String] {
    var folders = [""]
    for name in path.split(separator: "/") {
        folders.append((folders.last ?? "") + "/" + name)
    }
    return folders
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\n" }.prefix { $0 != "\n" })
    }
}
