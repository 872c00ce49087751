/// An event of an event stream (HTML Living Standard, section 9.2).
public struct ServerSentEvent: Hashable, Sendable {
    /// What happened; may have several lines.
    public var data: String
    /// What kind of event it is: the listener's name in the browser, `message` if nil.
    public var event: String?
    /// What the browser gives back in Last-Event-ID when it connects again.
    public var id: String?
    /// After how many milliseconds the browser is to connect again.
    public var retry: Int?

    /// An event.
    public init(_ data: String, event: String? = nil, id: String? = nil, retry: Int? = nil) {
        self.data = data
        self.event = event
        self.id = id
        self.retry = retry
    }

    /// The event as it is sent. Line breaks in the kind and the id would begin other fields: what
    /// follows them is left out. An id with a zero byte isn't sent, for browsers ignore it.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        if let event { Self.append("event", Self.firstLine(event), to: &bytes) }
        if let id, !id.utf8.contains(0) { Self.append("id", Self.firstLine(id), to: &bytes) }
        if let retry, retry >= 0 { Self.append("retry", Array("\(retry)".utf8)[...], to: &bytes) }
        Self.forEachLine(data) { Self.append("data", $0, to: &bytes) }
        bytes.append(.lineFeed)
        return bytes
    }

    /// A comment as it is sent: browsers ignore it, and it shows that the connection lives.
    public static func comment(_ text: String = "") -> [UInt8] {
        var bytes: [UInt8] = []
        forEachLine(text) { append("", $0, to: &bytes) }
        bytes.append(.lineFeed)
        return bytes
    }

    private static func append(_ name: String, _ value: ArraySlice<UInt8>, to bytes: inout [UInt8])
    {
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: ":"))
        if !value.isEmpty { bytes.append(.space) }
        bytes.append(contentsOf: value)
        bytes.append(.lineFeed)
    }

    private static func firstLine(_ text: String) -> ArraySlice<UInt8> {
        Array(text.utf8).prefix { $0 != .lineFeed && $0 != .carriageReturn }
    }

    /// A line ends with LF, CR or both.
    private static func forEachLine(_ text: String, _ body: (ArraySlice<UInt8>) -> Void) {
        let bytes = Array(text.utf8)
        var start = 0
        for place in bytes.indices {
            guard bytes[place] == .lineFeed || bytes[place] == .carriageReturn else { continue }
            if bytes[place] == .lineFeed, place > 0, bytes[place - 1] == .carriageReturn {
                start = place + 1
                continue
            }
            body(bytes[start..<place])
            start = place + 1
        }
        body(bytes[start...])
    }
}
