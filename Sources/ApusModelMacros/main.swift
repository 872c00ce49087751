import ApusModelSyntax
import Glibc

/// The longest message that the plugin takes: far more than the source of a model.
let longestMessage = 64 << 20

/// Reads `count` bytes from the compiler; nil when it has hung up.
func readBytes(_ count: Int) -> [UInt8]? {
    var filled = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        while filled < count, let base = buffer.baseAddress {
            let got = read(STDIN_FILENO, base + filled, count - filled)
            if got > 0 {
                filled += got
            } else if got == 0 || errno != EINTR {
                break
            }
        }
        initialized = filled
    }
    return filled == count ? bytes : nil
}

/// Writes all of `bytes` to the compiler; false when it has hung up.
func writeBytes(_ bytes: [UInt8]) -> Bool {
    var written = 0
    return bytes.withUnsafeBytes { buffer in
        while written < buffer.count, let base = buffer.baseAddress {
            let put = write(STDOUT_FILENO, base + written, buffer.count - written)
            if put > 0 {
                written += put
            } else if put == 0 || errno != EINTR {
                return false
            }
        }
        return true
    }
}

/// The eight bytes, little-endian, that tell a message's length.
func lengthPrefix(_ count: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: UInt64(count) >> (8 * UInt64($0))) }
}

var session = PluginSession()
while let header = readBytes(8) {
    let length = header.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let count = Int(exactly: length), count <= longestMessage, let message = readBytes(count)
    else { exit(1) }
    let answer = session.answer(to: message)
    guard writeBytes(lengthPrefix(answer.count) + answer) else { exit(1) }
}
