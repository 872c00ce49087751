import Apus
import ApusServer
import Glibc
import Synchronization

// A site on the pre-fork server whose queries never end by themselves.

let endless = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n
    """
/// What became of the views that ran such a query.
let ended = Mutex<[String]>([])

func count() throws -> Response {
    do {
        _ = try Database.current.transaction { try Database.current.connection.query(endless) }
        return .text("never")
    } catch {
        let isOpen = try Database.current.connection.isInTransaction
        ended.withLock { $0.append("\(error)".prefix { $0 != "\n" } + (isOpen ? ", open" : "")) }
        throw error
    }
}

func slow(_ request: Request) throws -> Response { try count() }

func asyncSlow(_ request: Request) async throws -> Response {
    await Task.yield()
    return try count()
}

/// Suspends with the task cancelled before the query begins.
func asyncLate(_ request: Request) async throws -> Response {
    try? await Task.sleep(for: .seconds(60))
    return try count()
}

func quick(_ request: Request) throws -> Response {
    _ = try Database.current.connection.query(
        endless.replacing("FROM n)", with: "FROM n WHERE i < 1000)"))
    return .text("counted")
}

func whatEnded(_ request: Request) throws -> Response {
    .text(ended.withLock { $0.joined(separator: "\n") })
}

var siteSettings = Settings()
siteSettings.secretKey = "a key for tests alone that is long enough for all"
siteSettings.allowedHosts = ["*"]
siteSettings.databaseURL = "sqlite:///:memory:"
let site = Site(settings: siteSettings) {
    path("slow", slow)
    path("async-slow", asyncSlow)
    path("async-late", asyncLate)
    path("quick", quick)
    path("ended", whatEnded)
}
PreforkServer(.fromCommandLine()) { site }.run()
