import Glibc
import Testing

@testable import ApusManage

@Suite struct SiteBuildTests {
    private let folder: TemporaryFolder
    private let build: SiteBuild

    init() throws {
        folder = try TemporaryFolder()
        try StartProject.create(ModuleName("mysite", for: .project), in: folder.path, checkout: nil)
        build = SiteBuild(ProjectFolder(folder: folder.path), .debug)
    }

    /// What a build that succeeds does, as far as `SiteBuild` can tell.
    private func pretendToBuild() throws {
        // Files' times have a grain of some milliseconds; what is as old as a build counts as newer.
        usleep(20_000)
        build.noteBegin()
        usleep(20_000)
        try folder.write("program", to: ".build/debug/manage")
        build.noteSuccess()
        usleep(20_000)
    }

    @Test func `what was never built is stale, what was built is not`() throws {
        #expect(build.isStale)
        try pretendToBuild()
        #expect(!build.isStale)
        #expect(!build.isOutdated)
    }

    @Test(arguments: [
        "Package.swift", "Sources/mysite/Site.swift", "Sources/polls/New.swift", "Package.resolved",
    ])
    func `an edit, a new file or an update asks for a build`(_ name: String) throws {
        try pretendToBuild()
        try folder.write("edited", to: name)
        #expect(build.isStale)
        try pretendToBuild()
        #expect(!build.isStale)
    }

    @Test func `a deleted source asks for a build, a template doesn't`() throws {
        try pretendToBuild()
        try folder.write("<p>", to: "Templates/base.html")
        #expect(!build.isStale)
        #expect(unlink(folder.path + "/Sources/mysite/Site.swift") == 0)
        #expect(build.isStale)
    }

    @Test func `a build that failed leaves the site stale`() throws {
        try pretendToBuild()
        try folder.write("edited", to: "Sources/mysite/Site.swift")
        build.noteBegin()
        #expect(build.isStale)
    }

    @Test func `the build folder is found from the program that runs`() throws {
        try folder.write("", to: "out/debug.yaml")
        let found = SiteBuild(
            ProjectFolder(folder: folder.path),
            builtFor: folder.path + "/out/x86_64-unknown-linux-gnu/debug/manage")
        #expect(found.scratch == folder.path + "/out")
        #expect(found.configuration == .debug)
        let other = SiteBuild(
            ProjectFolder(folder: folder.path), builtFor: "/usr/local/bin/manage")
        #expect(other.scratch == folder.path + "/.build")
    }

    @Test func `a project is found from the folders below it`() throws {
        let below = Path.join(folder.path, "Templates/polls")
        try folder.write("", to: "Templates/polls/index.html")
        #expect(ProjectFolder.find(from: below)?.folder == folder.path)
        #expect(ProjectFolder.find(from: "/") == nil)
    }

    @Test func `objects that a macro left behind are thrown away, the site's alone`() throws {
        #expect(SiteBuild.isStaleLink("ld: error: undefined reference to 'x'"))
        #expect(!SiteBuild.isStaleLink("/a.swift:1:1: error: no"))
        try folder.write("", to: ".build/debug/mysite.build/Site.swift.o")
        try folder.write("", to: ".build/debug/ApusORM.build/Model.swift.o")
        build.discardOwnModules()
        #expect(
            folder.files.filter { $0.hasPrefix(".build") }
                == [".build/debug/ApusORM.build/Model.swift.o"])
    }
}
