/// What the supervisor of `runserver` tells its server, as bytes on a socket: the word, the
/// length of the text, a line end, the text.
enum ControlMessage: Equatable {
    /// A template or a static file was edited: open pages reload. Carries the new token.
    case reload(token: String)
    /// A build failed: show this page until the next message. Carries the new token and the
    /// build's output.
    case failed(token: String, output: String)
    /// A newer build serves: answer what has been accepted, then end.
    case finish

    /// The bytes to send.
    var bytes: [UInt8] {
        switch self {
        case .reload(let token): Self.frame("reload", token)
        case .failed(let token, let output): Self.frame("failed", token + "\n" + output)
        case .finish: Self.frame("finish", "")
        }
    }

    private static func frame(_ word: String, _ text: String) -> [UInt8] {
        Array("\(word) \(text.utf8.count)\n\(text)".utf8)
    }

    /// Takes the first whole message off `buffer`; nil while it isn't whole. What can't be read
    /// is dropped.
    static func take(from buffer: inout [UInt8]) -> ControlMessage? {
        while let lineEnd = buffer.firstIndex(of: UInt8(ascii: "\n")) {
            let head = String(decoding: buffer[..<lineEnd], as: UTF8.self).split(separator: " ")
            guard head.count == 2, let length = Int(head[1]), length >= 0 else {
                buffer.removeSubrange(...lineEnd)
                continue
            }
            let start = lineEnd + 1
            guard buffer.count - start >= length else { return nil }
            let text = String(decoding: buffer[start..<start + length], as: UTF8.self)
            buffer.removeSubrange(..<(start + length))
            switch head[0] {
            case "reload": return .reload(token: text)
            case "failed":
                let parts = text.split(
                    separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                return .failed(
                    token: String(parts[0]), output: parts.count > 1 ? String(parts[1]) : "")
            case "finish": return .finish
            default: continue
            }
        }
        return nil
    }
}
