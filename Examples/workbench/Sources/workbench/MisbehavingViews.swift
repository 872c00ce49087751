import Apus
import Glibc
import Synchronization

/// Blocks its thread.
func sleep(_ request: Request) -> Response {
    let duration = seconds(request, "seconds").components
    usleep(UInt32(duration.seconds * 1_000_000 + duration.attoseconds / 1_000_000_000_000))
    return .text("slept")
}

/// Suspends, and holds no thread.
func asleep(_ request: Request) async throws -> Response {
    try await Task.sleep(for: seconds(request, "seconds"))
    return .text("slept")
}

/// Blocks for ever.
func hang(_ request: Request) -> Response {
    while true { pause() }
}

/// Uses the CPU for ever.
func spin(_ request: Request) -> Response {
    let turns = Atomic<Int>(0)
    while true { turns.wrappingAdd(1, ordering: .relaxed) }
}

/// Traps, as a view with a mistake does.
func crash(_ request: Request) -> Response {
    let rows = [Int]()
    return .text("\(rows[request.headers.count + 1])")
}

/// Keeps `mb` MiB more resident for the worker's life.
func leak(_ request: Request) -> Response {
    let megabytes = min(max(Int(request.query["mb"] ?? "") ?? 1, 0), 4096)
    leaked.withLock {
        $0 += (0..<megabytes).map { _ in [UInt8](repeating: 1, count: 1 << 20) }
    }
    return .text("leaked")
}

private let leaked = Mutex<[[UInt8]]>([])
