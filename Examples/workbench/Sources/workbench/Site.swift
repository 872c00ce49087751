import Apus

/// A random id made when this worker started.
let bootID = String(UInt64.random(in: 0...UInt64.max), radix: 16)

struct Workbench: App {
    static let models: Models = [World.self, Fortune.self, Counter.self]
    static let migrations = workbenchMigrations
    static let commands: Commands = [Seed.self]

    /// Delays or breaks a worker's start, as the environment asks.
    func start() throws {
        let orders = BootOrders.current
        if orders.sleep > 0 { pause(orders.sleep) }
        if orders.fails { throw BootFailure() }
    }
}

/// The site that measurements drive.
public let site = Site(
    settings: .fromEnvironment {
        $0.allowedHosts = ["*"]
        $0.databaseURL = "sqlite:///" + (environment("WORKBENCH_DB") ?? "workbench.sqlite3")
    },
    apps: [Workbench()]
) {
    path("pid", pid)
    path("plaintext", plaintext)
    path("json", message)
    path("db", db)
    path("queries", queries)
    path("updates", updates)
    path("fortunes", fortunes)
    path("sleep", sleep)
    path("asleep", asleep)
    path("hang", hang)
    path("spin", spin)
    path("crash", crash)
    path("leak", leak)
    path("echo", echo).csrfExempt()
    path("big", big)
    path("stream", stream)
    path("count", count).csrfExempt()
    path("boot", boot)
    path("status", status)
}
