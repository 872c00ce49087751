import ApusORM
public import ApusWeb
public import Testing

/// Gives each test of a suite a database of its own; see `Trait.site`.
public struct SiteTrait: SuiteTrait, TestTrait, TestScoping {
    private let site: Site
    private let template: DatabaseTemplate

    init(_ site: Site, _ template: DatabaseTemplate) {
        self.site = site
        self.template = template
    }

    /// Whether it holds for the tests of inner suites too: it does.
    public var isRecursive: Bool { true }

    /// Runs a test with its database.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        if testCase == nil { return try await function() }
        let copy = try template.copy()
        try await copy.database.with { try await site.asCurrent(function) }
    }
}

extension Trait where Self == SiteTrait {
    /// Gives each test a database of its own with the tables of `site`, gone afterwards, so that
    /// tests run side by side; and lets `reverse` find the site's routes.
    ///
    ///     @Suite(.site(site)) struct PollsTests { … }
    ///
    /// - Parameters:
    ///   - tables: Whether the tables are made from the models or by the migrations.
    ///   - rows: Adds rows that every test finds. It runs once for the suite; each test gets a copy
    ///     of what it has made.
    public static func site(
        _ site: Site, tables: TestDatabase.Tables = .ofModels,
        rows: (@Sendable () throws -> Void)? = nil
    ) -> Self {
        let template = DatabaseTemplate.tables(of: site, tables)
        guard let rows else { return SiteTrait(site, template) }
        return SiteTrait(site, DatabaseTemplate(template) { try site.asCurrent(rows) })
    }
}
