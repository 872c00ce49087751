import CLinux
import Glibc

/// Watches a project's files with inotify and says what an edit needs.
struct SourceWatcher {
    /// What has to happen after an edit.
    enum Change: Equatable {
        /// Swift was edited: build, then swap.
        case rebuild
        /// A template or a static file was edited: open pages reload.
        case reload
    }

    /// Becomes readable when something changed.
    let descriptor: Int32
    private let project: ProjectFolder
    private var folders: [Int32: String] = [:]

    private static let mask = UInt32(
        IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE)

    /// Watches `Sources`, `Package.swift`, `Templates` and `Static` of a project, and the sources
    /// of packages that it depends on by path; throws `SystemError`.
    init(_ project: ProjectFolder) throws {
        descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard descriptor >= 0 else { throw SystemError("Can't watch files (inotify)") }
        self.project = project
        add(project.folder)
        for name in ["Sources", "Templates", "Static"] {
            addTree(Path.join(project.folder, name))
        }
        for folder in project.localDependencies { addTree(Path.join(folder, "Sources")) }
    }

    private mutating func add(_ folder: String) {
        let watch = inotify_add_watch(descriptor, folder, Self.mask)
        if watch >= 0 { folders[watch] = folder }
    }

    private mutating func addTree(_ folder: String) {
        guard Files.kind(folder) == .folder else { return }
        add(folder)
        for name in Files.names(in: folder) where !name.hasPrefix(".") {
            addTree(Path.join(folder, name))
        }
    }

    /// Takes the events that are waiting: the changed paths with what each needs.
    mutating func take() -> [(path: String, change: Change)] {
        var changes: [(String, Change)] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let header = MemoryLayout<inotify_event>.size
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return changes }
            var offset = 0
            while offset + header <= count {
                let event = buffer.withUnsafeBytes {
                    $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                }
                let start = offset + header
                let end = min(start + Int(event.len), count)
                let name = String(decoding: buffer[start..<end].prefix { $0 != 0 }, as: UTF8.self)
                offset = end
                if let change = handle(event, name) { changes.append(change) }
            }
        }
    }

    private mutating func handle(_ event: inotify_event, _ name: String) -> (String, Change)? {
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return (project.folder, .rebuild) }
        guard let folder = folders[event.wd], !Self.isIgnored(name) else { return nil }
        let path = Path.join(folder, name)
        if event.mask & UInt32(IN_ISDIR) != 0 {
            if Self.change(for: path, in: project) == nil && folder == project.folder {
                return nil
            }
            addTree(path)
        } else if event.mask & UInt32(IN_CREATE) != 0 && Files.kind(path) == .file {
            return nil  // IN_CLOSE_WRITE follows, when its content is there
        } else if !Self.isSource(name) && Self.change(for: path, in: project) == .rebuild {
            return nil
        }
        return Self.change(for: path, in: project).map { (path, $0) }
    }

    /// What a change of `path` needs; nil for files that the site isn't made of.
    static func change(for path: String, in project: ProjectFolder) -> Change? {
        let relative = Path.relative(path, to: project.folder)
        if relative == "Package.swift" { return .rebuild }
        switch relative.prefix(while: { $0 != "/" }) {
        case "Templates", "Static": return .reload
        case "Sources": return .rebuild
        default: return relative == path && path.contains("/Sources/") ? .rebuild : nil
        }
    }

    /// Whether a name is an editor's: swap, backup and lock files.
    static func isIgnored(_ name: String) -> Bool {
        name.hasPrefix(".") || name.hasSuffix("~") || name.hasPrefix("#")
            || name.hasSuffix(".swp") || name.hasSuffix(".tmp")
    }

    /// Whether a file below `Sources` can be something that a build reads: an editor's temporary
    /// file (`sedA1b2`, `4913`) has no extension.
    private static func isSource(_ name: String) -> Bool {
        name.contains(".")
    }
}
