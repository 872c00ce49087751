import Glibc

/// Where a site finds its files: the folder with `Templates/` and `Static/`.
public enum ProjectFolder {
    /// `APUS_SITE_FOLDER` where it is set; else the working directory where it looks like a
    /// project; else the folder of the running program, where that does; else the working directory.
    public static func find(environment: [String: String]) -> String {
        if let folder = environment["APUS_SITE_FOLDER"], !folder.isEmpty {
            return absolute(folder)
        }
        let current = workingDirectory
        if looksLikeProject(current) { return current }
        if let program = programFolder, looksLikeProject(program) { return program }
        return current
    }

    /// `path` itself where it begins with a slash, else below the working directory.
    static func absolute(_ path: String) -> String {
        var path = path.hasPrefix("/") ? path : workingDirectory + "/" + path
        while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
        return path
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func looksLikeProject(_ folder: String) -> Bool {
        isFolder(folder + "/Templates") || isFolder(folder + "/Static")
            || access(folder + "/Package.swift", R_OK) == 0
    }

    private static var workingDirectory: String {
        guard let bytes = getcwd(nil, 0) else { return "." }
        defer { free(bytes) }
        return String(cString: bytes)
    }

    private static var programFolder: String? {
        guard let bytes = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(bytes) }
        let path = String(cString: bytes)
        guard let slash = path.lastIndex(of: "/") else { return nil }
        return String(path[..<slash])
    }
}
