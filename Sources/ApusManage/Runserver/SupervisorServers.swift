import CLinux
import Glibc

/// Servers: started, heard, swapped and replaced.
extension Supervisor {
    func startServer(isFirst: Bool, isRestart: Bool = false) {
        self.isRestart = isRestart
        if let next { retire(next) }
        next = nil
        programStamp = Files.modified(build.executable)
        do {
            next = try SupervisedServer(
                build.executable, listener: listener, token: nextToken(), isFirst: isFirst)
        } catch {
            Output.error("\(error)")
            fail("\(error)")
        }
    }

    /// Answers with `reason` while there is no site that can.
    func standIn(_ reason: String) {
        programStamp = nil
        do {
            current = try SupervisedServer(
                "/proc/self/exe", listener: listener, token: nextToken(), isFirst: false,
                standsIn: reason)
        } catch {
            Output.error("\(error)")
        }
    }

    private func retire(_ server: SupervisedServer) {
        var server = server
        server.send(.finish)
        server.deadline = Clock.now + Self.grace
        retiring.append(server)
    }

    /// Hears what the servers say.
    func hear() {
        if var server = next {
            _ = server.receive()
            while let message = ControlMessage.take(from: &server.received) {
                if case .broken(let reason) = message { broken = reason }
                if message == .ready { server.ready = Clock.now }
            }
            next = server
            if server.ready != nil {
                if let current { retire(current) }
                current = server
                next = nil
                broken = nil
                if isRestart, let failure {
                    server.send(.failed(token: nextToken(), output: failure))
                } else {
                    failure = nil
                }
            }
        }
        if var server = current {
            _ = server.receive()
            while let message = ControlMessage.take(from: &server.received) {
                if message == .ready { server.ready = Clock.now }
            }
            current = server
        }
    }

    /// Takes the ends of processes.
    func reap() {
        while true {
            var status: Int32 = 0
            let pid = waitpid(-1, &status, WNOHANG)
            guard pid > 0 else { return }
            let reason = ExitReason(waitStatus: status)
            if pid == running?.pid {
                buildEnded(reason)
            } else if let server = next, server.pid == pid {
                // Its last words may still be in the socket.
                hear()
                if current?.pid == pid {
                    currentEnded(reason)
                } else {
                    nextEnded(reason)
                }
            } else if current?.pid == pid {
                currentEnded(reason)
            } else if let index = retiring.firstIndex(where: { $0.pid == pid }) {
                close(retiring[index].control)
                retiring.remove(at: index)
            }
        }
    }

    /// A server that never became ready.
    private func nextEnded(_ reason: ExitReason) {
        guard let server = next else { return }
        close(server.control)
        next = nil
        let text = broken ?? "The server \(reason) while it was starting."
        broken = nil
        if current == nil {
            Output.error("\(text)\nWaiting for a change.")
        } else {
            Output.error(text)
        }
        fail(text)
    }

    /// The server that answered: replaced at once, unless it keeps dying.
    private func currentEnded(_ reason: ExitReason) {
        guard let server = current else { return }
        close(server.control)
        current = nil
        let text = "The server \(reason)."
        quickDeaths = Clock.now - (server.ready ?? server.started) < 1000 ? quickDeaths + 1 : 0
        if quickDeaths < 3 {
            Output.error("\(text) Starting it again.")
            if next == nil { startServer(isFirst: false, isRestart: true) }
        } else {
            Output.error("\(text) It keeps ending: waiting for a change.")
            failure = text
            if quickDeaths < 6 { standIn(text) }
        }
    }
}
