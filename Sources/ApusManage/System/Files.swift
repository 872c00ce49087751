import Glibc

/// The few things that the commands do with files; paths are plain strings.
enum Files {
    /// What a path names.
    enum Kind: Equatable { case missing, file, folder, other }

    static func kind(_ path: String) -> Kind {
        var status = stat()
        guard stat(path, &status) == 0 else { return .missing }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// When the content of `path` last changed, in nanoseconds since 1970; nil when it is missing.
    static func modified(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
    }

    /// The names in a folder, sorted, without `.` and `..`; empty when it can't be read.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The bytes of a file; throws `SystemError`.
    static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("Can't read '\(path)'") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("Can't read '\(path)'") }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// The text of a file, taken as UTF-8; throws `SystemError`.
    static func text(_ path: String) throws -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    /// Writes a whole file, making the folders above it; throws `SystemError`.
    static func write(_ text: String, to path: String) throws {
        try makeFolder(Path.parent(path))
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError("Can't write '\(path)'") }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("Can't write '\(path)'") }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes a folder and those above it; throws `SystemError`.
    static func makeFolder(_ path: String) throws {
        if path.isEmpty || kind(path) == .folder { return }
        try makeFolder(Path.parent(path))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw SystemError("Can't make the folder '\(path)'")
        }
    }

    /// Removes a folder with all that is in it; what can't be removed stays.
    static func removeTree(_ folder: String) {
        for name in names(in: folder) {
            let path = Path.join(folder, name)
            if unlink(path) != 0 { removeTree(path) }
        }
        rmdir(folder)
    }

    /// Every path below `folder` that is not hidden, folders included, folder first.
    static func tree(_ folder: String) -> [String] {
        guard kind(folder) == .folder else { return [] }
        var paths = [folder]
        for name in names(in: folder) where !name.hasPrefix(".") {
            let path = Path.join(folder, name)
            if kind(path) == .folder { paths += tree(path) } else { paths.append(path) }
        }
        return paths
    }
}
