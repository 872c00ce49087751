import Glibc
import Testing

/// What a user of the server meets, played through with real processes, sockets and signals: one
/// file a theme, one sentence a scenario.
///
/// `scripts/scenarios` runs all of them with their full counts; `swift test` and `scripts/test` run
/// the same ones in bounded form. A theme is an extension, so that all have this name in front:
///
///     extension Scenarios {
///         @Suite struct `While a client is slow` {
///             @Test func `the others are answered`() throws {
///                 let server = try ServerProcess(["--workers", "2"], ready: 2)
///                 let load = Load(server, clients: 8)              // half of them keep-alive
///                 let slow = try Client(server.address)            // says what it is told to
///                 …
///                 try waitUntil("the slow one is refused") { server.log.contains("…") }
///                 let result = try load.stop()
///                 #expect(result.failures == [])                   // resets, statuses, wrong bodies
///             }
///         }
///     }
///
/// - `ServerProcess(flags, environment:, bind:, product:, ownCopy:, ready:)` starts a server on a
///   free port or `unix:PATH` and waits until `ready` workers serve. It is stopped and its folder
///   removed when the value goes. `log`, `count("…")`, `workers`, `signal(SIGHUP)`, `wait()`,
///   `get("/path")`; what it serves is `Tests/ServerUnderTest`.
/// - `Client` sends exact bytes and reads answers one by one; `Load` asks without pause from
///   several clients, for a number of requests or until it is stopped.
/// - `ProcessFigures(pid)` counts a process's descriptors, threads and resident bytes.
/// - `waitUntil` polls with a generous limit. Nothing asserts how long something took, unless the
///   length itself is promised, and then with room for a machine that is busy.
/// - A scenario must hold where every process waits for seconds before it runs: it waits for what it
///   needs (`waitUntilInFlight`, `load.asked`), never for a time in which that will have happened,
///   and the times that it gives a server (`--timeout`) are of seconds.
@Suite enum Scenarios {
    /// Whether the full counts are asked for.
    static let isFull = getenv("APUS_SCENARIOS").map { String(cString: $0) } == "full"

    /// `full` repetitions where they are asked for, else `bounded`.
    static func times(_ full: Int, bounded: Int) -> Int { isFull ? full : bounded }
}
