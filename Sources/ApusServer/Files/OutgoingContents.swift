internal import ApusHTTP
internal import CLinux
internal import Glibc

/// Contents on their way to a client: the part of a response that is sent from where it is.
final class OutgoingContents {
    private var contents: [Content]
    private var place = 0
    private var offset = 0
    /// Bytes that are still to be sent.
    private(set) var remaining: Int

    init(_ contents: [Content]) {
        self.contents = contents
        remaining = contents.byteCount
    }

    /// Adds bytes behind the others.
    func append(_ bytes: [UInt8]) {
        contents.append(Content(bytes))
        remaining += bytes.count
    }

    /// What became of an attempt to send.
    enum Outcome {
        /// As much as the client took, or as one turn may send.
        case sent(Int)
        case clientLeft
        /// A file has become shorter than its response has promised.
        case cutOff(String)
    }

    /// Sends up to `most` bytes to a socket, as far as it takes them.
    func send(to socket: Int32, most: Int) -> Outcome {
        var sent = 0
        while place < contents.count, sent < most {
            let content = contents[place]
            let wanted = min(content.count - offset, most - sent)
            var count = 0
            if wanted > 0 {
                do { count = try Self.send(content, from: offset, wanted, to: socket) } catch {
                    return .cutOff("\(error)")
                }
            }
            if count < 0 {
                switch errno {
                case EAGAIN: return .sent(sent)
                case EINTR: continue
                default: return .clientLeft
                }
            }
            guard count > 0 || wanted == 0 else { return .cutOff("a file is shorter than it was") }
            sent += count
            remaining -= count
            offset += count
            if offset == content.count {
                contents[place] = Content()
                place += 1
                offset = 0
            }
        }
        return .sent(sent)
    }

    /// What one system call sends; negative with errno where it can't. Throws where the content
    /// can't be read.
    private static func send(
        _ content: Content, from offset: Int, _ wanted: Int, to socket: Int32
    ) throws -> Int {
        guard let (store, range) = content.place else {
            return content.withMemory { bytes in
                write(socket, bytes.baseAddress?.advanced(by: offset), wanted)
            }
        }
        if let file = store as? any DescriptorStore {
            var position = off_t(range.lowerBound + offset)
            let count = sendfile(socket, file.descriptor, &position, wanted)
            if count >= 0 || errno != EINVAL && errno != ENOSYS { return count }
        }
        let piece = try content.read(at: offset, min(wanted, 64 << 10))
        return piece.withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
    }
}
