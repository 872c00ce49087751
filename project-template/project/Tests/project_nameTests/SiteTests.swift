import Apus
import ApusTesting
import Testing
import {{ project_name }}

@Suite struct SiteTests {
    @Test func `the site has no problems`() throws {
        #expect(site.check().isEmpty)
    }
}
