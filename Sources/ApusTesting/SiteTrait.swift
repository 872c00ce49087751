public import ApusWeb
public import Testing

/// Gives each test of a suite a database of its own; see `Trait.site(_:)`.
public struct SiteTrait: SuiteTrait, TestTrait, TestScoping {
    private let site: Site

    init(_ site: Site) { self.site = site }

    /// Whether it holds for the tests of inner suites too: it does.
    public var isRecursive: Bool { true }

    /// Runs a test with its database.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        if testCase == nil { return try await function() }
        try await TestDatabase.with(site, function)
    }
}

extension Trait where Self == SiteTrait {
    /// Gives each test a database of its own, made from the models of `site` and gone afterwards,
    /// so that tests run side by side; and lets `reverse` find the site's routes.
    ///
    ///     @Suite(.site(site)) struct PollsTests { … }
    public static func site(_ site: Site) -> Self { SiteTrait(site) }
}
