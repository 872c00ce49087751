/// The name of a trailer field while it comes, for as long as it can be one that no trailer may have.
struct TrailerName: Sendable {
    private var bytes: [UInt8] = []

    /// Fields that frame, route or authenticate a message, or say how it is to be read (RFC 9110,
    /// section 6.5.1): of a trailer they would come too late, or past whoever has checked the head.
    private static let forbidden: Set<[UInt8]> = Set(
        [
            "authorization", "connection", "content-encoding", "content-length", "content-range",
            "cookie", "expect", "host", "proxy-authorization", "te", "trailer",
            "transfer-encoding", "upgrade",
        ].map { Array($0.utf8) })

    private static let longest = forbidden.reduce(0) { max($0, $1.count) }

    /// Begins a name with `byte`.
    init(_ byte: UInt8) { bytes = [byte.lowercased] }

    /// Takes the name's next byte.
    mutating func append(_ byte: UInt8) {
        if bytes.count <= Self.longest { bytes.append(byte.lowercased) }
    }

    /// Whether no trailer field may have this name.
    var isForbidden: Bool { Self.forbidden.contains(bytes) }
}
