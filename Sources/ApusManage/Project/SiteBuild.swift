import Glibc

/// How a project's `manage` is built, and where the program then is.
struct SiteBuild {
    let project: ProjectFolder
    let configuration: Configuration
    /// SwiftPM's build folder.
    let scratch: String

    /// A build in the project's own `.build`.
    init(_ project: ProjectFolder, _ configuration: Configuration) {
        self.init(
            project: project, configuration: configuration,
            scratch: Path.resolved(Path.join(project.folder, ".build")))
    }

    private init(project: ProjectFolder, configuration: Configuration, scratch: String) {
        self.project = project
        self.configuration = configuration
        self.scratch = scratch
    }

    /// The build that `executable` came from: `SCRATCH/TRIPLE/CONFIGURATION/manage`; where it
    /// isn't in such a place, or is Apus's own `apus-manage`, a debug build in the project's
    /// `.build`.
    init(_ project: ProjectFolder, builtFor executable: String) {
        let folder = Path.parent(executable)
        let scratch = Path.parent(Path.parent(folder))
        guard Path.name(executable) == "manage",
            let configuration = Configuration(rawValue: Path.name(folder)),
            Files.kind(Path.join(scratch, "\(configuration.rawValue).yaml")) == .file
        else {
            self.init(project, .debug)
            return
        }
        self.init(project: project, configuration: configuration, scratch: scratch)
    }

    /// The built program.
    var executable: String { Path.join(scratch, "\(configuration.rawValue)/manage") }

    /// The build's command line. `resolved` says that the dependencies haven't changed since the
    /// last one, which saves looking.
    func command(resolved: Bool) -> Spawn {
        var arguments = [
            "build", "--package-path", project.folder, "--scratch-path", scratch,
            "--product", "manage", "-c", configuration.rawValue,
        ]
        if resolved { arguments.append("--disable-automatic-resolution") }
        return Spawn(program: "swift", arguments: arguments)
    }

    /// Whether a source is newer than the last build that succeeded.
    var isStale: Bool {
        guard let linked = Files.modified(executable), let built = Files.modified(stamp) else {
            return true
        }
        // A build may write this itself, before it links; an update of the dependencies does later.
        let resolved = Files.modified(Path.join(project.folder, "Package.resolved")) ?? 0
        if resolved > max(linked, built) { return true }
        return inputs.contains { (Files.modified($0) ?? 0) >= built }
    }

    /// Whether a source is newer than the program itself: it was built, but not by `manage`, and
    /// edited since.
    var isOutdated: Bool {
        guard isStale, let built = Files.modified(executable) else { return false }
        return inputs.contains { (Files.modified($0) ?? 0) > built }
    }

    /// Notes that a build succeeded that began after `beginBuild`.
    func noteSuccess() {
        guard rename(stamp + ".new", stamp) == 0 else { return }
    }

    /// Notes that a build begins.
    func noteBegin() {
        try? Files.write("", to: stamp + ".new")
    }

    /// Whether a build's output says that the linker missed symbols. Swift's incremental builds
    /// don't recompile a model when what its macro writes has come to call something else: after
    /// an update of Apus the old objects stay.
    static func isStaleLink(_ output: String) -> Bool {
        output.contains("undefined reference to") || output.contains("undefined symbol")
    }

    /// Throws away the objects of the project's own modules, so that the next build makes them anew.
    func discardOwnModules() {
        let folder = Path.join(scratch, configuration.rawValue)
        for name in Files.names(in: Path.join(project.folder, "Sources")) {
            Files.removeTree(Path.join(folder, name + ".build"))
        }
    }

    private var stamp: String {
        Path.join(scratch, "apus-\(configuration.rawValue).stamp")
    }

    private var inputs: [String] {
        var inputs: [String] = []
        for folder in [project.folder] + project.localDependencies {
            inputs.append(Path.join(folder, "Package.swift"))
            inputs += Files.tree(Path.join(folder, "Sources"))
        }
        // What Apus's own C targets embed.
        for folder in project.localDependencies {
            inputs += Files.tree(Path.join(folder, "Templates"))
            inputs += Files.tree(Path.join(folder, "project-template"))
        }
        return inputs
    }
}
