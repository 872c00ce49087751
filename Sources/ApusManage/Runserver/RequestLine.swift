import ApusHTTP
import ApusServer

/// The line that `runserver` prints of an answered request, as Django's does.
enum RequestLine {
    /// `[23/Nov/2026 04:14:48] "GET / HTTP/1.1" 200 12149`; nil for what runserver itself asked.
    static func text(_ request: FinishedRequest, time: String = Clock.request) -> String? {
        if request.requestLine.contains(" \(DevelopmentPaths.prefix)") { return nil }
        let stamp = "[\(time)]"
        if let problem = request.problem {
            return "\(stamp) code \(request.status.code), message \(problem)"
        }
        let line = printable(request.requestLine)
        return "\(stamp) \"\(line)\" \(request.status.code) \(request.bodyBytes)"
    }

    /// Without the bytes that would steer the terminal.
    private static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value) {
                let hex = String(scalar.value, radix: 16)
                result += "\\x" + (hex.count == 1 ? "0" : "") + hex
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
