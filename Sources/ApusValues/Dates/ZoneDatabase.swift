internal import Glibc
internal import Synchronization

/// The system's time-zone files, each read once.
enum ZoneDatabase {
    private static let folder = "/usr/share/zoneinfo/"
    /// The largest file there is has about 4 KiB in this form; nothing larger is a zone.
    private static let largestFile = 1 << 18
    /// Names come from outside, so that only so many are kept; there are some 600 zones.
    private static let mostKept = 1000
    private static let kept = Mutex<[String: ZoneRules]>([:])

    /// The rules of the zone called `name`, or nil where there is no such file or it is no zone's.
    static func rules(named name: String) -> ZoneRules? {
        if let rules = kept.withLock({ $0[name] }) { return rules }
        guard isPlausible(name), let bytes = read(folder + name),
            let rules = ZoneRules(parsing: bytes)
        else { return nil }
        kept.withLock { if $0.count < mostKept { $0[name] = rules } }
        return rules
    }

    /// Whether `name` stays inside the folder.
    private static func isPlausible(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= 100, !name.hasPrefix("/") else { return false }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty && part.first != UInt8(ascii: ".")
                && part.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            if bytes.count > largestFile { return nil }
        }
    }
}
