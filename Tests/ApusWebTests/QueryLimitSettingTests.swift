import ApusORM
import ApusWeb
import Testing

@Suite struct `What a query may cost` {
    private func settings(_ variables: [String: String]) -> Settings {
        Settings(environment: variables.merging(["APUS_SITE_FOLDER": "/tmp"]) { own, _ in own })
    }

    @Test func `is anything where nobody says`() {
        #expect(settings([:]).queryLimits.isEmpty)
        #expect(
            settings(["QUERY_MAX_ROWS": "0", "QUERY_TIMEOUT": "0"]).queryLimits.isEmpty)
    }

    @Test func `is said by the environment`() {
        let limits = settings(["QUERY_MAX_ROWS": "5000", "APUS_QUERY_TIMEOUT": "2.5"]).queryLimits
        #expect(limits == QueryLimits(rows: 5000, seconds: 2.5))
    }

    @Test(arguments: ["-1", "soon", "inf", "nan"])
    func `is a number of seconds`(_ text: String) {
        let settings = settings(["QUERY_TIMEOUT": text])
        #expect(settings.queryLimits.seconds == nil)
        #expect(settings.problems.map(\.name) == ["QUERY_TIMEOUT"])
    }
}
