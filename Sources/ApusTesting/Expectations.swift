public import ApusHTTP
public import Testing

/// Expects that `response` redirects to `place`; as Django's `assertRedirects`, without fetching
/// what is there.
public func expectRedirect(
    _ response: TestResponse, to place: String, status: Status = .found,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(response.status == status, sourceLocation: sourceLocation)
    #expect(response.redirect == place, sourceLocation: sourceLocation)
}

/// Expects that `response` has `status` and that its text contains `text`, `count` times where a
/// count is given.
public func expectContains(
    _ response: TestResponse, _ text: String, count: Int? = nil, status: Status = .ok,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(response.status == status, sourceLocation: sourceLocation)
    let found = response.text.ranges(of: text).count
    if let count {
        #expect(found == count, "\(text) occurs \(found) times", sourceLocation: sourceLocation)
    } else {
        #expect(
            found > 0, "\(text) is not in the response:\n\(response.text)",
            sourceLocation: sourceLocation)
    }
}

/// Expects that `response` has `status` and that its text doesn't contain `text`.
public func expectNotContains(
    _ response: TestResponse, _ text: String, status: Status = .ok,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(response.status == status, sourceLocation: sourceLocation)
    #expect(
        !response.text.contains(text), "\(text) is in the response:\n\(response.text)",
        sourceLocation: sourceLocation)
}
