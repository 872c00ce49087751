import Glibc

/// A system call that failed: what was tried, and errno's text.
struct SystemError: Error, CustomStringConvertible {
    let attempt: String
    let code: Int32

    init(_ attempt: String, code: Int32 = errno) {
        self.attempt = attempt
        self.code = code
    }

    var description: String { "\(attempt): \(String(cString: strerror(code)))" }
}
