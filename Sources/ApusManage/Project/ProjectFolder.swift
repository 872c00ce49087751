/// A site's package: the folder that holds a Package.swift with a `manage` executable.
struct ProjectFolder: Equatable {
    /// Its absolute path.
    let folder: String

    /// Looks in `folder` and those above it.
    static func find(from folder: String = Path.current) -> ProjectFolder? {
        var folder = folder
        while true {
            let manifest = Path.join(folder, "Package.swift")
            if Files.kind(manifest) == .file,
                Files.kind(Path.join(folder, "Sources/manage")) == .folder
            {
                return ProjectFolder(folder: folder)
            }
            if folder == "/" || folder.isEmpty { return nil }
            folder = Path.parent(folder)
        }
    }

    /// The project around the working folder; throws `CommandError` when there is none.
    static func require(for command: String) throws -> ProjectFolder {
        guard let project = find() else { throw CommandError(missingText(for: command)) }
        return project
    }

    static func missingText(for command: String) -> String {
        "'\(command)' works on a project, and there is none in this folder or above it (a "
            + "Package.swift with an executable 'manage' in Sources/manage). Go to a project's "
            + "folder, or start one with 'manage startproject mysite'."
    }

    /// The name that people know it by: its folder's.
    var name: String { Path.name(folder) }

    /// The file that declares the site, when it is where startproject puts it.
    var siteFile: String? {
        let sources = Path.join(folder, "Sources")
        return Files.names(in: sources)
            .map { Path.join(sources, "\($0)/Site.swift") }
            .first { Files.kind($0) == .file }
    }

    /// The folders of packages that it depends on by path.
    var localDependencies: [String] {
        guard let manifest = try? Files.text(Path.join(folder, "Package.swift")) else { return [] }
        return manifest.split(separator: "path: \"").dropFirst().compactMap { rest in
            let path = String(rest.prefix { $0 != "\"" && $0 != "\n" })
            let absolute = path.hasPrefix("/") ? path : Path.absolute(Path.join(folder, path))
            return Files.kind(Path.join(absolute, "Package.swift")) == .file ? absolute : nil
        }
    }
}
