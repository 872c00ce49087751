import Foundation

/// `MigrationUnderTest`, running: it migrates a database in a process of its own.
final class MigrationProcess {
    let process = Process()
    private let pipe = Pipe()

    /// Starts it on a database; it waits so many seconds inside its second migration.
    init(_ database: String, seconds: Int = 0) throws {
        process.executableURL = Self.products.appendingPathComponent("MigrationUnderTest")
        process.arguments = [database, "\(seconds)"]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
    }

    /// Kills it at once.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Waits for its end and returns all it printed.
    func finish() -> String {
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// Where the build puts its products: this test's own folder.
    private static var products: URL {
        let executable =
            (try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: executable).deletingLastPathComponent()
    }
}
