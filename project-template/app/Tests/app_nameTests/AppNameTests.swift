import Apus
import ApusTesting
import Testing
import {{ site_module }}

@testable import {{ app_name }}

@Suite struct {{ AppName }}Tests {
    @Test func `the app has its name`() {
        #expect({{ AppName }}.label == "{{ app_name }}")
    }
}
