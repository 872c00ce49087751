import Glibc

/// Time for people and for deadlines.
enum Clock {
    /// A clock that only goes forward, in milliseconds.
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }

    /// The time since `start`, as `1.2 s`.
    static func seconds(since start: Int) -> String {
        let tenths = max(0, now - start + 50) / 100
        return "\(tenths / 10).\(tenths % 10) s"
    }

    /// The local time as Django's banner gives it: `November 23, 2026 - 04:14:48`.
    static var banner: String { local("%B %d, %Y - %H:%M:%S") }

    /// The local time of a request's line: `23/Nov/2026 04:14:48`.
    static var request: String { local("%d/%b/%Y %H:%M:%S") }

    private static func local(_ format: String) -> String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
