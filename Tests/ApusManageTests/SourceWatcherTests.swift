import Glibc
import Testing

@testable import ApusManage

@Suite struct SourceWatcherTests {
    private func project() throws -> (TemporaryFolder, ProjectFolder) {
        let folder = try TemporaryFolder()
        try StartProject.create(ModuleName("mysite", for: .project), in: folder.path, checkout: nil)
        return (folder, ProjectFolder(folder: folder.path))
    }

    @Test func `Swift asks for a build, templates and static files for a reload`() throws {
        let (folder, project) = try project()
        var watcher = try SourceWatcher(project)
        func changes() -> [String: SourceWatcher.Change] {
            Dictionary(
                watcher.take().map { (Path.relative($0.path, to: folder.path), $0.change) },
                uniquingKeysWith: { $1 })
        }
        try folder.write("1", to: "Sources/mysite/Site.swift")
        try folder.write("2", to: "Package.swift")
        try folder.write("3", to: "Templates/base.html")
        try folder.write("4", to: "Static/site.css")
        try folder.write("5", to: "README.md")
        try folder.write("6", to: "db.sqlite3")
        #expect(
            changes() == [
                "Sources/mysite/Site.swift": .rebuild, "Package.swift": .rebuild,
                "Templates/base.html": .reload, "Static/site.css": .reload,
            ])
    }

    @Test func `folders made while it watches are watched too`() throws {
        let (folder, project) = try project()
        var watcher = try SourceWatcher(project)
        try folder.write("", to: "Sources/polls/Views.swift")
        _ = watcher.take()
        try folder.write("1", to: "Sources/polls/Views.swift")
        let paths = watcher.take().map { Path.relative($0.path, to: folder.path) }
        #expect(paths.contains("Sources/polls/Views.swift"))
    }

    @Test func `a file saved through a rename is seen, an editor's own files are not`() throws {
        let (folder, project) = try project()
        var watcher = try SourceWatcher(project)
        for name in [".Site.swift.swp", "Site.swift~", "#Site.swift#", "4913", "sedA1b2C3"] {
            try folder.write("", to: "Sources/mysite/\(name)")
        }
        #expect(watcher.take().isEmpty)
        try folder.write("", to: "new.swift")
        #expect(
            rename(folder.path + "/new.swift", folder.path + "/Sources/mysite/Site.swift") == 0)
        #expect(watcher.take().map(\.change) == [.rebuild])
    }
}
