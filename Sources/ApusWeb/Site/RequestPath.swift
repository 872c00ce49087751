import ApusHTTP

/// The path in a request target.
enum RequestPath {
    /// Calls `body` with the percent-decoded bytes of the path of `target`; without a copy where
    /// nothing is encoded.
    static func withDecoded<Result>(
        _ target: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        Request.withDecodedPath(of: target, body)
    }
}
