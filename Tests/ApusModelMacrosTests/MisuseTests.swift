import Foundation
import Testing

/// Compiles the files of `Misuse` against the modules that this test was built with, in one call,
/// and compares the compiler's errors with the `error` comments.
@Suite struct MisuseTests {
    @Test func `mistakes with models don't compile, and the compiler says why on their line`()
        throws
    {
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let folder = here.appending(path: "Misuse")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".swift") }.sorted()
        let output = try typecheck(
            files.map { folder.appending(path: $0).path },
            shims: here.appending(path: "../../Sources/CSQLite").path)
        let reported = Report.all(in: output)
        for file in files {
            let source = try String(
                contentsOf: folder.appending(path: file), encoding: .utf8)
            let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                let actual = reported.filter { $0.file == file && $0.line == index + 1 }
                guard let expected = Expectation(line) else {
                    #expect(actual.isEmpty, "\(file):\(index + 1) has errors that nobody expects")
                    continue
                }
                #expect(
                    actual.contains(where: expected.isMet),
                    "\(file):\(index + 1) lacks '\(expected.message)', it has \(actual)")
            }
        }
        #expect(!reported.isEmpty, "the compiler reported nothing: \(output)")
    }

    /// The compiler's output for `files`.
    private func typecheck(_ files: [String], shims: String) throws -> String {
        let build = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().path
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            [
                "swiftc", "-typecheck", "-wmo", "-swift-version", "6", "-module-name", "misuse",
                "-I", "\(build)/Modules", "-I", shims, "-load-plugin-executable",
                "\(build)/ApusModelMacros-tool#ApusModelMacros",
            ] + files
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }
}

/// An error that the compiler reported: `…/File.swift:3:5: error: message`.
private struct Report {
    var file: String
    var line: Int
    var column: Int
    var message: String

    static func all(in output: String) -> [Report] {
        output.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 3).map(String.init)
            guard parts.count == 4, let number = Int(parts[1]), let column = Int(parts[2]),
                parts[0].hasSuffix(".swift"), parts[3].hasPrefix(" error: ")
            else { return nil }
            return Report(
                file: URL(filePath: parts[0]).lastPathComponent, line: number, column: column,
                message: String(parts[3].dropFirst(8)))
        }
    }
}

/// An `error` comment at the end of a line: `error: message`, or `error:5: message` with a column.
private struct Expectation {
    var column: Int?
    var message: String

    init?(_ line: Substring) {
        guard let comment = line.range(of: "// error:") else { return nil }
        let text = line[comment.upperBound...]
        let parts = text.split(separator: ":", maxSplits: 1)
        if parts.count == 2, let column = Int(parts[0]) {
            self.column = column
            message = parts[1].trimmingCharacters(in: .whitespaces)
        } else {
            message = text.trimmingCharacters(in: .whitespaces)
        }
    }

    func isMet(_ report: Report) -> Bool {
        (column == nil || column == report.column) && report.message.contains(message)
    }
}
