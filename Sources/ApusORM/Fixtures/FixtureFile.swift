import Glibc

/// The files that fixtures are read from and written to.
enum FixtureFile {
    /// Where the fixture `label` is: `folders` are looked in where it is a relative path, `.json`
    /// may be left out, and `-` is the standard input. Throws a `DataError` where it is nowhere.
    static func find(_ label: String, in folders: [String]) throws -> [String] {
        if label == "-" { return [label] }
        let ending = label.split(separator: "/").last?.split(separator: ".").dropFirst().last
        if let ending, ending != "json", knownEndings.contains(String(ending)) {
            throw DataError(
                "Problem installing fixture '\(label)': \(ending) is not a known serialization "
                    + "format. Fixtures are JSON.")
        }
        let names = label.hasSuffix(".json") ? [label] : [label + ".json"]
        let places = label.hasPrefix("/") ? [""] : folders.map { $0.isEmpty ? "" : $0 + "/" }
        var found: [String] = []
        for place in places {
            for name in names where isFile(place + name) && !found.contains(place + name) {
                found.append(place + name)
            }
        }
        guard !found.isEmpty else {
            let looked = places.map { "'\($0.isEmpty ? "." : String($0))'" }
            throw DataError(
                "No fixture named '\(label)' found."
                    + (label.hasPrefix("/") ? "" : " Looked in: \(looked.joined(separator: ", ")).")
            )
        }
        return found
    }

    /// Formats that Django reads and Apus doesn't.
    private static let knownEndings: Set<String> = [
        "xml", "yaml", "yml", "jsonl", "gz", "zip", "bz2", "lzma", "xz",
    ]

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    /// The bytes of a file, or of the standard input. Throws a `DataError`.
    static func read(_ path: String) throws -> [UInt8] {
        let isInput = path == "-"
        let descriptor = isInput ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("Can't read '\(path)'") }
        defer { if !isInput { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 262_144)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("Can't read '\(path)'") }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// Writes a file in pieces. It comes into being whole or, where `body` throws, not at all.
    static func write(
        to path: String, _ body: (_ write: @escaping (String) throws -> Void) throws -> Void
    ) throws {
        var status = stat()
        // What is no plain file, /dev/stdout say, can't be replaced by one.
        let isPlain = stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
        let place = isPlain ? "\(path).\(getpid()).part" : path
        let descriptor = open(place, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("Can't write '\(path)'") }
        do {
            defer { close(descriptor) }
            try body { try write($0, to: descriptor, path) }
        } catch {
            if isPlain { unlink(place) }
            throw error
        }
        if isPlain, rename(place, path) != 0 {
            let error = failure("Can't write '\(path)'")
            unlink(place)
            throw error
        }
    }

    private static func write(_ text: String, to descriptor: Int32, _ path: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("Can't write '\(path)'") }
            rest = rest.dropFirst(count)
        }
    }

    private static func failure(_ what: String) -> DataError {
        DataError("\(what): \(String(cString: strerror(errno))).")
    }
}
