import ApusServer
import ApusWeb
import Testing

@testable import ApusManage

@Suite struct `The settings of manage serve` {
    private func settings(
        _ folder: String, _ arguments: [String] = [], server: [String: String] = [:]
    ) throws -> ServerSettings {
        var settings = Settings(projectFolder: folder)
        settings.server = server
        return try Serve.settings(Site(settings: settings) {}, arguments)
    }

    @Test func `have the project's name for ps, unless another is given`() throws {
        #expect(try settings("/srv/mysite").name == "mysite")
        #expect(try settings("/srv/mysite/").name == "mysite")
        #expect(try settings("/srv/mysite", ["--name", "blog"]).name == "blog")
        #expect(try settings("/srv/mysite", server: ["name": "shop"]).name == "shop")
        #expect(try settings("/").name == nil)
    }

    @Test func `take the site's own, and the command line's over them`() throws {
        let own = ["workers": "3", "max-worker-lifetime": "60"]
        #expect(try settings("/srv/mysite", server: own).workers == .count(3))
        #expect(try settings("/srv/mysite", server: own).maxWorkerLifetime == .seconds(60))
        #expect(try settings("/srv/mysite", ["--workers", "2"], server: own).workers == .count(2))
        #expect(throws: CommandError.self) { try settings("/srv/mysite", server: ["worker": "3"]) }
    }
}
