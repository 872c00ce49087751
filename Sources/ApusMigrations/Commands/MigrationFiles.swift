import ApusORM
import Glibc

/// The folder of an app's migration files.
struct MigrationFiles {
    /// The folder's path: `Sources/polls/Migrations`.
    let folder: String

    private static let index = "Migrations.swift"

    /// The path of the file of the migration `name`.
    func path(of name: String) -> String {
        let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        return folder + "/" + MigrationWriter.fileName(of: name)
    }

    /// That path as people read it: from the current folder on where it is below it.
    func shownPath(of name: String) -> String {
        let path = path(of: name)
        guard let current = getcwd(nil, 0) else { return path }
        defer { free(current) }
        let prefix = String(cString: current) + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }

    /// Writes migrations and the list of all. A migration's file that exists is left alone, and
    /// nothing is written. `codeOrigins` are where the steps in code are to be copied from, in
    /// order.
    func write(_ migrations: [Migration], app: String, codeOrigins: [String] = []) throws {
        try makeFolder()
        for migration in migrations {
            guard access(path(of: migration.name), F_OK) != 0 else {
                throw MigrationError(
                    "\(shownPath(of: migration.name)) exists already, but this program was built without it. Build again, "
                        + "or delete the file, and run makemigrations again.")
            }
        }
        for migration in migrations {
            try Self.write(
                MigrationWriter.source(of: migration, codeOrigins: codeOrigins),
                to: path(of: migration.name))
        }
        try writeIndex(app: app)
    }

    /// Writes the list anew from the files there are.
    func writeIndex(app: String) throws {
        let files = try swiftFiles()
        let listed =
            files.contains(Self.index)
            ? MigrationWriter.listed(in: try Self.read(folder + "/" + Self.index)) : []
        var variables: [String] = []
        for file in files where file != Self.index {
            variables += MigrationWriter.variables(
                in: try Self.read(folder + "/" + file), listed: listed)
        }
        try Self.write(
            MigrationWriter.indexSource(app: app, variables: variables),
            to: folder + "/" + Self.index)
    }

    private func swiftFiles() throws -> [String] {
        guard let directory = opendir(folder) else { throw Self.failure("read", folder) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".swift"), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private func makeFolder() throws {
        var path = folder.hasPrefix("/") ? "/" : ""
        for part in folder.split(separator: "/") {
            path += part + "/"
            if mkdir(path, 0o777) != 0, errno != EEXIST { throw Self.failure("make", path) }
        }
    }

    private static func read(_ path: String) throws -> String {
        guard let file = fopen(path, "re") else { throw failure("read", path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        guard ferror(file) == 0 else { throw failure("read", path) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes beside the file and renames, so that no build ever sees half of it.
    private static func write(_ text: String, to path: String) throws {
        let temporary = path + ".new"
        guard let file = fopen(temporary, "we") else { throw failure("write", temporary) }
        let bytes = Array(text.utf8)
        let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
        guard fclose(file) == 0, isWritten else { throw failure("write", temporary) }
        guard rename(temporary, path) == 0 else { throw failure("write", path) }
    }

    private static func failure(_ verb: String, _ path: String) -> MigrationError {
        MigrationError("Can't \(verb) \(path): \(String(cString: strerror(errno))).")
    }
}
