import ArgumentParser

/// `manage startproject NAME [FOLDER]`.
struct StartProject: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "startproject",
        abstract: "Creates a project's folder: its package, its site and its manage.",
        usage: "manage startproject NAME [FOLDER]")

    @Argument(help: "The project's name, which becomes a Swift module.")
    var name: String

    @Argument(help: "The folder to write into, new or empty; without it, one called NAME here.")
    var folder: String?

    func run() throws {
        let name = try ModuleName(self.name, for: .project)
        let target = Path.absolute(folder ?? name.text)
        try Self.create(name, in: target, checkout: Checkout.folder)
        let shown = Path.relative(target, to: Path.current)
        Output.line(
            """
            Created the project '\(name.text)' in \(shown). Next:
                cd \(shown)
                manage migrate
                manage runserver
            """)
    }

    /// Writes the project's files; throws before the first is written when `folder` can't be used.
    static func create(_ name: ModuleName, in folder: String, checkout: String?) throws {
        switch Files.kind(folder) {
        case .missing: break
        case .folder:
            // A build folder may be there already: scripts/quickstart builds into it first.
            let names = Files.names(in: folder).filter { $0 != ".build" }
            guard names.isEmpty else {
                throw CommandError(
                    "'\(folder)' is not empty (it holds '\(names[0])'). A project is started in a "
                        + "new or an empty folder; nothing was written.")
            }
        case .file, .other:
            throw CommandError("'\(folder)' already exists and is not a folder.")
        }
        let values = TemplateValues(values: [
            ("project_name", name.text),
            ("apus_dependency", Checkout.dependency(checkout: checkout)),
            ("secret_key", SecretKey.generate()),
            ("apus_version", Manage.version),
        ])
        for file in TemplateFile.project.map(values.render) {
            try Files.write(file.text, to: Path.join(folder, file.path))
        }
    }
}
