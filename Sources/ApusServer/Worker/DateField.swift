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
        bytes = HTTPDate(secondsSince1970: second).bytes
    }
}
