extension Response {
    /// Has the response carry `content`, or the parts of it that `request` asks for: 206 with one
    /// part or several, 416 where it asks for none that is there (RFC 9110, section 14). If-Range is
    /// compared with the response's ETag or Last-Modified, which must be set already.
    public mutating func setContent(_ content: Content, for request: Request) {
        body = .content(content)
        headers["Accept-Ranges"] = "bytes"
        guard request.method == .get, status == .ok, meetsIfRange(request) else { return }
        switch ByteRanges(request.headers.joined("Range"), of: content.count) {
        case .whole: break
        case .unsatisfiable:
            status = .rangeNotSatisfiable
            headers["Content-Range"] = "bytes */\(content.count)"
            headers.remove("Content-Type")
            body = .bytes([])
        case .parts(let parts):
            status = .partialContent
            if let only = parts.first, parts.count == 1 {
                headers["Content-Range"] = Self.contentRange(only, of: content)
                body = .content(content[only])
            } else {
                setParts(parts, of: content)
            }
        }
    }

    /// Several parts as `multipart/byteranges` (RFC 9110, section 14.6).
    private mutating func setParts(_ parts: [Range<Int>], of content: Content) {
        let boundary =
            "apus" + String(UInt64.random(in: 0 ... .max), radix: 16)
            + String(UInt64.random(in: 0 ... .max), radix: 16)
        let type = headers["Content-Type"].map { "Content-Type: \($0)\r\n" } ?? ""
        var contents: [Content] = []
        var end = ""
        for part in parts {
            let range = Self.contentRange(part, of: content)
            let head = "\(end)--\(boundary)\r\n\(type)Content-Range: \(range)\r\n\r\n"
            contents.append(Content(Array(head.utf8)))
            contents.append(content[part])
            end = "\r\n"
        }
        contents.append(Content(Array("\r\n--\(boundary)--\r\n".utf8)))
        headers["Content-Type"] = "multipart/byteranges; boundary=\(boundary)"
        body = .contents(contents)
    }

    private static func contentRange(_ part: Range<Int>, of content: Content) -> String {
        "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(content.count)"
    }

    /// Whether the parts that the client has are of the present state (RFC 9110, section 13.1.5).
    private func meetsIfRange(_ request: Request) -> Bool {
        guard let condition = request.headers["If-Range"] else { return true }
        if let tag = EntityTag(parsing: condition) {
            guard let present = headers["ETag"].flatMap({ EntityTag(parsing: $0) }) else {
                return false
            }
            return tag.stronglyMatches(present)
        }
        return condition == headers["Last-Modified"]
    }
}
