import Glibc

/// What a process holds.
struct ProcessFigures: CustomStringConvertible {
    /// Open file descriptors.
    let descriptors: Int
    let threads: Int
    /// Resident memory.
    let bytes: Int

    init(_ pid: pid_t) {
        descriptors = Self.entries(of: "/proc/\(pid)/fd")
        threads = Self.entries(of: "/proc/\(pid)/task")
        let words = readFile("/proc/\(pid)/statm").split(separator: " ")
        bytes = words.count > 1 ? (Int(words[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
    }

    var description: String { "\(descriptors) descriptors, \(threads) threads, \(bytes) bytes" }

    private static func entries(of folder: String) -> Int {
        guard let open = opendir(folder) else { return 0 }
        defer { closedir(open) }
        var count = 0
        while readdir(open) != nil { count += 1 }
        return count - 2
    }
}
