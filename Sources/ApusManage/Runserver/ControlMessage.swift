/// What the supervisor of `runserver` and its server tell each other, as bytes on a socket: the
/// word, the length of the text, a line end, the text.
enum ControlMessage: Equatable {
    /// To the server: a template or a static file was edited, so open pages are out of date.
    /// Carries the new token.
    case reload(token: String)
    /// To the server: a build failed. Carries the new token and what to show.
    case failed(token: String, output: String)
    /// To the server: a newer build serves. Answer what has been accepted, then end.
    case finish
    /// To the supervisor: the server accepts.
    case ready
    /// To the supervisor: the site can't start. Carries why.
    case broken(reason: String)

    /// The bytes to send.
    var bytes: [UInt8] {
        switch self {
        case .reload(let token): Self.frame("reload", token)
        case .failed(let token, let output): Self.frame("failed", token + "\n" + output)
        case .finish: Self.frame("finish", "")
        case .ready: Self.frame("ready", "")
        case .broken(let reason): Self.frame("broken", reason)
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
            if let message = ControlMessage(String(head[0]), text) { return message }
        }
        return nil
    }

    private init?(_ word: String, _ text: String) {
        switch word {
        case "reload": self = .reload(token: text)
        case "failed":
            let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            self = .failed(token: String(parts[0]), output: parts.count > 1 ? String(parts[1]) : "")
        case "finish": self = .finish
        case "ready": self = .ready
        case "broken": self = .broken(reason: text)
        default: return nil
        }
    }
}
