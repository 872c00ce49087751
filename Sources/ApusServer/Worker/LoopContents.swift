internal import ApusHTTP
internal import Glibc
internal import Logging

extension EventLoop {
    /// Contents that are smaller than this are put into the output: one write for them and the
    /// head.
    private static let gatheredContents = 16 << 10

    /// Sends contents behind the output, from where they are.
    func send(_ contents: [Content], after connection: Connection) {
        let count = contents.byteCount
        if count <= Self.gatheredContents {
            do {
                for content in contents { output += try content.read(at: 0, content.count) }
                return
            } catch {
                return cutOff(connection, "\(error)")
            }
        }
        flush(connection)
        guard connection.state != .closed else { return }
        let isFirst = connection.unsent == 0
        connection.outgoing = OutgoingContents(contents)
        if isFirst, sendContents(to: connection) != nil, connection.unsent > 0 {
            waitForWriting(connection)
        }
    }

    /// Sends what the client takes of its contents; nil when the connection was closed.
    func sendContents(to connection: Connection) -> Int? {
        guard let outgoing = connection.outgoing else { return 0 }
        switch outgoing.send(to: connection.descriptor, most: Self.mostAtOnce) {
        case .sent(let count):
            if outgoing.remaining == 0 { connection.outgoing = nil }
            return count
        case .clientLeft: close(connection)
        case .cutOff(let reason): cutOff(connection, reason)
        }
        return nil
    }

    /// The head has promised what can't be sent: only the end of the connection tells the client.
    private func cutOff(_ connection: Connection, _ reason: String) {
        log.error("A response broke off: \(reason)")
        output.removeAll(keepingCapacity: true)
        close(connection)
    }
}
