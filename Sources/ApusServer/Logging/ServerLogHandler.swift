internal import Glibc
internal import Logging

/// swift-log's back end for the server's own messages, in gunicorn's line:
/// `[2026-11-23 04:14:48 +0000] [4711] [INFO] Listening at: …`.
struct ServerLogHandler: LogHandler {
    let file: LogFile
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    init(_ file: LogFile, level: LogLevel) {
        self.file = file
        logLevel =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            case .critical: .critical
            }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line: [UInt8] = []
        line.append(UInt8(ascii: "["))
        line.append(contentsOf: LogClock.stamp(wallClockNow()).utf8)
        line.append(contentsOf: "] [\(getpid())] [\(Self.name(event.level))] ".utf8)
        appendEscaped(event.message.description.utf8, to: &line)
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            line.append(UInt8(ascii: " "))
            appendEscaped("\(key)=\(value)".utf8, to: &line)
        }
        line.append(UInt8(ascii: "\n"))
        line.withUnsafeBytes { file.append($0) }
    }

    /// Writes down that lines of this very log were lost.
    static func tellLoss(_ count: Int, to file: LogFile) {
        file.append(
            "[\(LogClock.stamp(wallClockNow()))] [\(getpid())] [WARNING] \(count) lines of this log "
                + "are lost: nobody read it\n")
    }

    private static func name(_ level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "CRITICAL"
        }
    }
}

extension Logger {
    /// The server's logger on `file`.
    static func server(_ file: LogFile, level: LogLevel) -> Logger {
        Logger(label: "apus.server") { _ in ServerLogHandler(file, level: level) }
    }
}

/// Appends text to a log line so that it can't begin another: control characters come out as
/// `\n`, `\t` or `\x1B`.
func appendEscaped(_ text: some Sequence<UInt8>, quotes: Bool = false, to line: inout [UInt8]) {
    for byte in text {
        switch byte {
        case 0x20..<0x7F
        where byte != UInt8(ascii: "\\") && (byte != UInt8(ascii: "\"") || !quotes):
            line.append(byte)
        case 0x80...0xFF where !quotes: line.append(byte)
        case UInt8(ascii: "\n"): line.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
        case UInt8(ascii: "\t"): line.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
        case UInt8(ascii: "\\") where !quotes: line.append(byte)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""):
            line.append(UInt8(ascii: "\\"))
            line.append(byte)
        default:
            line.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "x")])
            line.append(hexDigit(byte >> 4))
            line.append(hexDigit(byte & 15))
        }
    }
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
}
