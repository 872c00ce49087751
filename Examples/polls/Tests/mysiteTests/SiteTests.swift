import Apus
import ApusTesting
import Testing
import mysite

@Suite struct SiteTests {
    @Test func `the site has no problems`() throws {
        #expect(site.check().isEmpty)
    }
}
