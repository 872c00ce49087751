/// The chunked transfer coding of a streamed body (RFC 9112, section 7.1).
public enum ChunkedEncoding {
    /// What ends the body: the last chunk, without trailer fields.
    public static let end: [UInt8] = Array("0\r\n\r\n".utf8)

    /// Appends `bytes` as one chunk; no bytes append nothing, for an empty chunk would end the body.
    public static func append(_ bytes: [UInt8], to buffer: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        appendSize(bytes.count, to: &buffer)
        buffer.append(contentsOf: bytes)
        buffer.append("\r\n")
    }

    /// Appends the line that announces a chunk of `count` bytes; CRLF must follow its data.
    public static func appendSize(_ count: Int, to buffer: inout [UInt8]) {
        var shift = max(0, (Int.bitWidth - count.leadingZeroBitCount - 1) / 4 * 4)
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: count >> shift & 0xF)
            buffer.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            shift -= 4
        }
        buffer.append("\r\n")
    }
}
