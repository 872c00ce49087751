internal import CLinux
internal import Glibc

/// Starting a worker: this program's arguments and environment again, with the ticket added.
enum ProcessStart {
    static func spawn(
        _ executable: Executable, ticket: WorkerTicket, failure: UnsafeMutablePointer<Int32>
    ) -> pid_t {
        var environment = processEnvironment()
        environment[WorkerTicket.variable] = ticket.text
        let inherited = ticket.listeners + [ticket.scoreboard, ticket.wake]
        return withCStrings(CommandLine.arguments) { arguments in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
                clinux_spawn(
                    executable.descriptor, arguments, variables, inherited,
                    Int32(inherited.count), clinux_orphan_signal(), failure)
            }
        }
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("never empty") }
            return body(base)
        }
    }
}
