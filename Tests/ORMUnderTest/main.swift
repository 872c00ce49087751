import ApusORM
import Glibc

// A process that writes to a database at the same time as others do: single increments, and
// transactions that read before they write. Prints each error; exits 0 when there was none.

let path = CommandLine.arguments.dropFirst().first ?? ""
let rounds = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 0
var failures = 0
for _ in 0..<rounds {
    do {
        let connection = try Database(path).connection
        for _ in 0..<10 {
            try connection.execute("UPDATE counter SET n = n + 1 WHERE id = ?", [.integer(1)])
            try connection.transaction {
                let rows = try connection.query("SELECT n FROM counter WHERE id = 2")
                guard case .integer(let n)? = rows.first?[0] else { return }
                try connection.execute("UPDATE counter SET n = ? WHERE id = 2", [.integer(n + 1)])
            }
            try connection.execute(
                "INSERT INTO entry (process) VALUES (?)", [.integer(Int64(getpid()))])
        }
    } catch {
        failures += 1
        print(error)
    }
}
exit(failures == 0 ? 0 : 1)
