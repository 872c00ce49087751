internal import Glibc

/// Where templates come from.
public enum TemplateLoader: Sendable {
    /// The files of a folder; a template's name is its path in it.
    case directory(String)
    /// Templates in memory, such as those built into the binary: the closure answers a name with
    /// the text, or nil.
    case memory(@Sendable (_ name: String) -> [UInt8]?)

    /// A loader of the templates in `dictionary`.
    public static func dictionary(_ dictionary: [String: String]) -> TemplateLoader {
        .memory { dictionary[$0].map { Array($0.utf8) } }
    }

    /// Something that changes when the template does.
    struct Stamp: Hashable {
        var inode: UInt64 = 0
        var size: Int = 0
        var seconds: Int = 0
        var nanoseconds: Int = 0
    }

    /// No page is larger, and a larger file is one that was put there by mistake.
    private static let largestFile = 1 << 24

    func contains(_ name: String) -> Bool {
        switch self {
        case .directory(let folder): Self.path(of: name, in: folder).flatMap(Self.stamp) != nil
        case .memory(let text): text(name) != nil
        }
    }

    /// The file and its stamp, or nil where there is none; in memory, an empty path.
    func find(_ name: String) -> (path: String?, stamp: Stamp)? {
        switch self {
        case .directory(let folder):
            guard let path = Self.path(of: name, in: folder), let stamp = Self.stamp(of: path)
            else { return nil }
            return (path, stamp)
        case .memory(let text): return text(name) == nil ? nil : (nil, Stamp())
        }
    }

    /// The template's text, or nil where there is none.
    func load(_ name: String) throws -> TemplateSource? {
        switch self {
        case .memory(let text):
            return text(name).map { TemplateSource(name: name, bytes: $0) }
        case .directory(let folder):
            guard let path = Self.path(of: name, in: folder), Self.stamp(of: path) != nil else {
                return nil
            }
            return TemplateSource(name: name, path: path, bytes: try Self.read(path))
        }
    }

    /// The path, or nil where `name` would leave the folder.
    static func path(of name: String, in folder: String) -> String? {
        guard !name.isEmpty, !name.utf8.contains(0), !name.hasPrefix("/") else { return nil }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.elementsEqual("..".utf8) }) else { return nil }
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    private static func stamp(of path: String) -> Stamp? {
        var status = Glibc.stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Stamp(
            inode: UInt64(status.st_ino), size: Int(status.st_size),
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var bytes = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(path)
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= largestFile else {
                throw TemplateError(
                    .doesNotExist,
                    "The file \(path) is larger than a template can be (16 MiB).")
            }
        }
    }

    private static func unreadable(_ path: String) -> TemplateError {
        TemplateError(
            .doesNotExist,
            "The template file \(path) can't be read: \(String(cString: strerror(errno))).")
    }
}
