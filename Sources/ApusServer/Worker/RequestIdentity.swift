internal import ApusHTTP

/// Gives requests their identifiers: a random half for the process, and a counted one.
struct RequestIDSource {
    private let process = UInt64.random(in: 1 ... .max)
    private var count: UInt64 = 0

    /// The identifier of a request: the one that a believed peer has given, else a new one.
    @inline(__always)
    mutating func next(_ headers: borrowing Headers, isTrusted: Bool) -> RequestID {
        if isTrusted, headers.hasXFields, let given = headers["X-Request-ID"],
            let id = RequestID(given)
        {
            return id
        }
        count &+= 1
        // The odd factor keeps numbers apart and makes neighbours look unlike.
        return RequestID(high: process, low: count &* 0x9E37_79B9_7F4A_7C15)
    }
}
