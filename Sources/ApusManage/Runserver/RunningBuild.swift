import Glibc

/// A `swift build` that the supervisor has started and reads from.
struct RunningBuild {
    let pid: pid_t
    /// Its outputs, both, to read without waiting.
    let descriptor: Int32
    let started: Int
    private(set) var output: [UInt8] = []

    /// Starts a build; throws `SystemError`.
    init(_ command: Spawn) throws {
        var ends: [Int32] = [0, 0]
        try makePipe(&ends)
        defer { close(ends[1]) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        var command = command
        command.descriptors += [(child: 1, mine: ends[1]), (child: 2, mine: ends[1])]
        do {
            pid = try command.start()
        } catch {
            close(ends[0])
            throw error
        }
        descriptor = ends[0]
        started = Clock.now
    }

    /// Reads what it has printed by now.
    mutating func read() {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            // An endless output is cut: the first errors are the ones to read.
            if output.count < 1 << 20 { output.append(contentsOf: chunk[..<count]) }
        }
    }
}
