internal import ApusHTTP
internal import Glibc

/// The value of the Date field, made anew once a second.
struct DateField {
    private(set) var bytes: [UInt8] = []
    private var second = 0

    @inline(__always)
    mutating func update() {
        let second = time(nil)
        if second != self.second { set(second) }
    }

    private mutating func set(_ second: Int) {
        self.second = second
        var time = time_t(second)
        var parts = tm()
        gmtime_r(&time, &parts)
        bytes = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let count = strftime(
                buffer.baseAddress, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            return buffer.prefix(count).map { UInt8(bitPattern: $0) }
        }
    }
}
