internal import CLinux
internal import Glibc

/// Nanoseconds of the monotonic clock.
@inline(__always)
func monotonicNow() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(bitPattern: Int64(time.tv_sec)) &* 1_000_000_000
        &+ UInt64(bitPattern: Int64(time.tv_nsec))
}

/// Seconds since 1970.
@inline(__always)
func wallClockNow() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec
}

extension Duration {
    /// Whole nanoseconds, held within what a deadline can take.
    var nanoseconds: UInt64 {
        let parts = components
        guard parts.seconds >= 0, parts.attoseconds >= 0 else { return 0 }
        let seconds = UInt64(min(parts.seconds, 4_000_000_000))
        return seconds * 1_000_000_000 + UInt64(parts.attoseconds / 1_000_000_000)
    }
}
