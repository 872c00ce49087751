/// How one kind of value is written on a command line: reading, showing, and what to say when it
/// can't be read.
struct SettingKind<Value>: Sendable {
    /// What stands for the value in the help: `N`, `SECONDS`.
    let placeholder: String
    /// Ends the sentence "'x' is not …".
    let expectation: String
    /// The value that `text` spells, or nil.
    let parse: @Sendable (String) -> Value?
    /// The value as `parse` would read it.
    let show: @Sendable (Value) -> String
}

extension SettingKind where Value == Int {
    static func count(atLeast least: Int, atMost most: Int = 1_000_000_000) -> Self {
        SettingKind(
            placeholder: "N", expectation: "a whole number from \(least) to \(most)",
            parse: { text in
                parseCount(text[...]).flatMap { $0 >= least && $0 <= most ? $0 : nil }
            },
            show: { String($0) })
    }

    static let mode = SettingKind(
        placeholder: "MODE", expectation: "a file mode in octal, as in 027",
        parse: { text in
            let isOctal = !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x37 }
            return isOctal ? Int(text, radix: 8).flatMap { $0 <= 0o777 ? $0 : nil } : nil
        },
        show: { $0 == 0 ? "0" : "0" + String($0, radix: 8) })

    static let size = SettingKind(
        placeholder: "SIZE",
        expectation: "a size: bytes, or a number with k, m or g after it, as in 10m",
        parse: parseSize, show: showSize)
}

extension SettingKind where Value == Duration {
    static let seconds = SettingKind(
        placeholder: "SECONDS", expectation: "a number of seconds, as in 30 or 0.5",
        parse: parseSeconds, show: showSeconds)
}

extension SettingKind where Value == Duration? {
    static let optionalSeconds = SettingKind(
        placeholder: "SECONDS", expectation: SettingKind<Duration>.seconds.expectation,
        parse: { parseSeconds($0).map { .some($0) } }, show: { $0.map(showSeconds) ?? "a tenth" })
}

extension SettingKind where Value == WorkerCount {
    static let workers = SettingKind(
        placeholder: "N|auto", expectation: "a number of processes from 1 to 512, or auto",
        parse: { WorkerCount($0) }, show: { $0.description })
}

extension SettingKind where Value == LogLevel {
    static let level = SettingKind(
        placeholder: "LEVEL",
        expectation: "one of " + LogLevel.allCases.map(\.rawValue).joined(separator: ", "),
        parse: { LogLevel(rawValue: $0.lowercased()) }, show: { $0.rawValue })
}

extension SettingKind where Value == LogDestination {
    static let log = SettingKind(
        placeholder: "FILE|-", expectation: "a file's path, or - for standard error",
        parse: { $0.isEmpty ? nil : LogDestination($0) }, show: { $0.description })
}

extension SettingKind where Value == LogDestination? {
    static let optionalLog = SettingKind(
        placeholder: "FILE|-", expectation: "a file's path, or - for standard output",
        parse: { $0.isEmpty ? nil : .some(LogDestination($0)) },
        show: { $0?.description ?? "off" })
}

extension SettingKind where Value == AccessLogFormat {
    static let accessFormat = SettingKind(
        placeholder: "FORMAT",
        expectation: "json, or a line of gunicorn's atoms as in %(h)s \"%(r)s\" %(s)s",
        parse: { AccessLogFormat($0) }, show: { $0.source })
}

extension SettingKind where Value == String? {
    static func text(_ placeholder: String) -> Self {
        SettingKind(
            placeholder: placeholder, expectation: "a name",
            parse: { text in
                let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
                return text.isEmpty || !isPlain ? nil : .some(text)
            }, show: { $0 ?? "none" })
    }

    static let path = SettingKind(
        placeholder: "FILE", expectation: "a file's path",
        parse: { $0.isEmpty || $0.utf8.contains(0) ? nil : .some($0) }, show: { $0 ?? "none" })
}

extension SettingKind where Value == [BindAddress] {
    static let addresses = SettingKind(
        placeholder: "ADDR",
        expectation: "an address to listen on: HOST:PORT, [IPv6]:PORT, unix:PATH or fd://N",
        parse: { text in
            var addresses: [BindAddress] = []
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let address = BindAddress(String(part)) else { return nil }
                addresses.append(address)
            }
            return addresses
        },
        show: { $0.map(\.description).joined(separator: ",") })
}

extension SettingKind where Value == BindAddress? {
    static let optionalAddress = SettingKind(
        placeholder: "ADDR", expectation: "an address to listen on: HOST:PORT or unix:PATH",
        parse: { BindAddress($0).map { .some($0) } }, show: { $0?.description ?? "off" })
}

extension SettingKind where Value == [String] {
    static let peers = SettingKind(
        placeholder: "LIST",
        expectation: "a list of addresses or CIDR blocks with commas between them, or *",
        parse: { text in
            let list = text.split(separator: ",").map(String.init)
            return PeerTrust(list) == nil ? nil : list
        }, show: { $0.joined(separator: ",") })
}

/// The number that ASCII digits spell, nil for anything else.
func parseCount(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int(text)
}

@Sendable func parseSize(_ text: String) -> Int? {
    let scale: Int
    switch text.utf8.last {
    case UInt8(ascii: "k"), UInt8(ascii: "K"): scale = 1 << 10
    case UInt8(ascii: "m"), UInt8(ascii: "M"): scale = 1 << 20
    case UInt8(ascii: "g"), UInt8(ascii: "G"): scale = 1 << 30
    default: scale = 1
    }
    guard let count = parseCount(scale == 1 ? text[...] : text.dropLast()) else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: scale)
    return overflow || bytes > 1 << 50 ? nil : bytes
}

@Sendable func showSize(_ bytes: Int) -> String {
    for (suffix, scale) in [("g", 1 << 30), ("m", 1 << 20), ("k", 1 << 10)]
    where bytes >= scale && bytes % scale == 0 {
        return "\(bytes / scale)\(suffix)"
    }
    return String(bytes)
}

@Sendable func parseSeconds(_ text: String) -> Duration? {
    let isDecimal = text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: ".") }
    guard isDecimal, let seconds = Double(text), seconds <= 1e9 else { return nil }
    return .seconds(seconds)
}

@Sendable func showSeconds(_ duration: Duration) -> String {
    let seconds = duration / .seconds(1)
    return seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
}
