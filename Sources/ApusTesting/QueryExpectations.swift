import ApusORM
import ApusWeb
public import Testing

/// Expects that `body` asks the database `count` times; as Django's `assertNumQueries`. What
/// begins and ends transactions isn't counted. Where it asks more or less often, the test fails
/// with a list of the statements, their times, and where in the project each was asked for.
///
///     let page = try expectQueries(2) { try client.get("/polls/") }
@discardableResult
public func expectQueries<Result>(
    _ count: Int, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Result
) rethrows -> Result {
    let log = QueryLog(calls: QueryOrigins.calls)
    let result = try log.record(body)
    check(log, count, sourceLocation)
    return result
}

/// Expects that `body`, which may suspend, asks the database `count` times.
@discardableResult
public func expectQueries<Result: Sendable>(
    _ count: Int, sourceLocation: SourceLocation = #_sourceLocation,
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
) async rethrows -> Result {
    let log = QueryLog(calls: QueryOrigins.calls)
    let result = try await log.record(body)
    check(log, count, sourceLocation)
    return result
}

private func check(_ log: QueryLog, _ count: Int, _ place: SourceLocation) {
    let queries = log.entries.filter { !$0.isControl }
    if queries.count == count { return }
    Issue.record(Comment(rawValue: message(queries, expected: count)), sourceLocation: place)
}

private func message(_ queries: [QueryLog.Entry], expected count: Int) -> String {
    let expected = count == 1 ? "1 query was expected" : "\(count) queries were expected"
    if queries.isEmpty { return "\(expected), none ran." }
    var text = "\(expected), \(queries.count) ran:"
    let places = QueryOrigins.places(of: queries, in: ProjectFolder.find(environment: [:]))
    for (number, (query, place)) in zip(queries, places).enumerated() {
        let microseconds = query.duration.components.attoseconds / 1_000_000_000_000
        let milliseconds =
            Double(query.duration.components.seconds * 1_000_000 + microseconds) / 1000
        text += "\n\(number + 1). \(query.sql)"
        if !query.bindings.isEmpty {
            text += " [\(query.bindings.map(shown).joined(separator: ", "))]"
        }
        text += " (\(milliseconds) ms)" + (place.map { " at \($0)" } ?? "")
    }
    return text
}

private func shown(_ value: SQLValue) -> String {
    switch value {
    case .null: "NULL"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): "'\(text.utf8.count > 200 ? text.prefix(200) + "…" : text[...])'"
    case .blob(let bytes): "\(bytes.count) bytes"
    }
}
