import Glibc

@testable import ApusManage

/// A folder of a test's own, gone when the test is.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/apus-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw SystemError("Can't make a folder") }
        path = String(cString: made)
    }

    deinit { Files.removeTree(path) }

    /// Writes a file below it.
    func write(_ text: String, to name: String) throws {
        try Files.write(text, to: Path.join(path, name))
    }

    /// The text of a file below it.
    func text(_ name: String) throws -> String { try Files.text(Path.join(path, name)) }

    /// The paths of the files below it, hidden ones too.
    var files: [String] {
        func below(_ folder: String) -> [String] {
            Files.names(in: folder).flatMap { name in
                let path = Path.join(folder, name)
                return Files.kind(path) == .folder ? below(path) : [path]
            }
        }
        return below(path).map { Path.relative($0, to: path) }
    }
}
