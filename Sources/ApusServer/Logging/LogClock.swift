internal import Glibc

/// Local times as logs write them.
enum LogClock {
    /// `2026-11-23 04:14:48 +0000`.
    static func stamp(_ seconds: Int) -> String { format(seconds, "%Y-%m-%d %H:%M:%S %z") }

    /// `23/Nov/2026:04:14:48 +0000`, as access logs have it.
    static func common(_ seconds: Int) -> String { format(seconds, "%d/%b/%Y:%H:%M:%S %z") }

    private static func format(_ seconds: Int, _ pattern: String) -> String {
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let count = strftime(buffer.baseAddress, buffer.count, pattern, &parts)
            return String(
                decoding: buffer.prefix(count).lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
