import ArgumentParser

/// `manage startapp NAME`.
struct StartApp: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "startapp",
        abstract: "Creates an app: its models, views, routes, migrations and tests.",
        usage: "manage startapp NAME")

    @Argument(help: "The app's name, which becomes a Swift module.")
    var name: String

    func run() throws {
        let name = try ModuleName(self.name, for: .app)
        let project = try ProjectFolder.require(for: "startapp")
        try Self.create(name, in: project)
        let type = name.typeName
        let site = project.siteFile.map { Path.relative($0, to: project.folder) } ?? "Site.swift"
        Output.line(
            """
            Created the app '\(name.text)' in Sources/\(name.text), and its tests.
            To use it, change \(site):
                import \(name.text)
                apps: [\(type)()]
                include("\(name.text)/", \(type).urls)
            """)
    }

    /// Writes the app's files and names it in Package.swift; throws before anything is written
    /// when a folder of that name is there, or Package.swift has no `let apps` line.
    static func create(_ name: ModuleName, in project: ProjectFolder) throws {
        let values = TemplateValues(values: [
            ("app_name", name.text), ("AppName", name.typeName), ("appName", name.variableName),
            ("site_module", project.siteFile.map { Path.name(Path.parent($0)) } ?? project.name),
        ])
        for taken in ["Sources/\(name.text)", "Tests/\(name.text)Tests"]
        where Files.kind(Path.join(project.folder, taken)) != .missing {
            throw CommandError(
                "'\(name.text)' is taken: there is already a folder \(taken). "
                    + "Please try another name.")
        }
        let manifestPath = Path.join(project.folder, "Package.swift")
        guard let manifest = AppsLine.adding(name.text, to: try Files.text(manifestPath)) else {
            throw CommandError(
                "\(manifestPath) has no line `let apps: [String] = […]` to add '\(name.text)' to. "
                    + "Put the line back, or add the app's target by hand.")
        }
        for file in TemplateFile.app.map(values.render) {
            try Files.write(file.text, to: Path.join(project.folder, file.path))
        }
        try Files.write(manifest, to: manifestPath)
    }
}
