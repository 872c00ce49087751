import Foundation

/// Does what a page's reader does, in a folder of its own: writes the files, runs the commands.
final class Reader {
    struct Surprise: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var folder: URL
    let port: Int
    private let environment: [String: String]
    private var server: Process?
    private let serverLog: URL

    init(folder: URL, manage: URL, port: Int) throws {
        self.folder = folder
        self.port = port
        let tools = folder.appending(path: ".tools")
        try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: tools.appending(path: "manage"), withDestinationURL: manage)
        serverLog = tools.appending(path: "server.log")
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = tools.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["APUS_CONFIGURATION"] = "debug"
        self.environment = environment
    }

    deinit { stopServer() }

    func read(_ page: Page) throws {
        for sample in page.samples {
            if sample.language == "console" {
                if sample.marks.first == "elsewhere" { continue }
                let manner = sample.marks.first.flatMap(Page.Manner.init) ?? .succeeds
                try run(sample, manner, on: page)
            } else if sample.language == "<!--" {
                if sample.marks == ["run"] { try run(sample, .succeeds, on: page) }
            } else if page.isOfTutorial, sample.marks.count == 1 {
                let file = folder.appending(path: sample.marks[0])
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try sample.text.write(to: file, atomically: true, encoding: .utf8)
            }
        }
    }

    private func run(_ sample: Page.Sample, _ manner: Page.Manner, on page: Page) throws {
        for command in sample.commands {
            if manner == .background {
                try start(command, on: page)
            } else {
                try run(command, manner, on: page)
            }
        }
    }

    /// Runs one command to its end. A server that rebuilds may need a moment, so what `curl` doesn't
    /// find yet is asked for again.
    private func run(
        _ command: Page.Command, _ manner: Page.Manner, on page: Page
    ) throws {
        if command.line.hasPrefix("cd ") {
            folder = folder.appending(path: String(command.line.dropFirst(3)))
            return
        }
        let deadline = Date(timeIntervalSinceNow: command.line.hasPrefix("curl") ? 120 : 0)
        while true {
            let (status, output) = try shell(command.line)
            let missing = Self.missing(command.expected, in: output)
            if (status == 0) == (manner == .succeeds), missing == nil { return }
            if Date() > deadline {
                throw Surprise(
                    description: """
                        \(page.path): $ \(command.line)
                        exit status \(status)\(missing.map { "; not in the output: \($0)" } ?? "")
                        \(output)
                        server: \((try? String(contentsOf: serverLog, encoding: .utf8)) ?? "none")
                        """)
            }
            Thread.sleep(forTimeInterval: 0.2)
        }
    }

    /// The first of `lines` that `output` doesn't have behind those before it.
    private static func missing(_ lines: [String], in output: String) -> String? {
        var rest = output[...]
        for line in lines {
            guard let range = rest.range(of: line) else { return line }
            rest = rest[range.upperBound...]
        }
        return nil
    }

    /// What `body` does to the site's files and database is undone after it.
    func keepingTheSite(_ body: () throws -> Void) throws {
        stopServer()
        let kept = folder.appending(path: ".kept")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { !$0.hasPrefix(".") }
        try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: true)
        for name in names {
            try FileManager.default.copyItem(
                at: folder.appending(path: name), to: kept.appending(path: name))
        }
        defer {
            stopServer()
            for name in names {
                try? FileManager.default.removeItem(at: folder.appending(path: name))
                try? FileManager.default.moveItem(
                    at: kept.appending(path: name), to: folder.appending(path: name))
            }
            try? FileManager.default.removeItem(at: kept)
        }
        try body()
    }

    func shell(_ line: String) throws -> (status: Int32, output: String) {
        let output = folder.appending(path: ".output")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        let process = process("timeout 600 " + line)
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        try handle.close()
        return (
            process.terminationStatus,
            String(decoding: try Data(contentsOf: output), as: UTF8.self)
        )
    }

    private func start(_ command: Page.Command, on page: Page) throws {
        stopServer()
        _ = FileManager.default.createFile(atPath: serverLog.path, contents: nil)
        let process = process(
            "exec env " + command.line
                + (command.line.contains(" serve")
                    ? " --bind 127.0.0.1:\(port)" : " 127.0.0.1:\(port)"))
        let handle = try FileHandle(forWritingTo: serverLog)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        server = process
        let expected = command.expected.map(onOurPort)
        let deadline = Date(timeIntervalSinceNow: 600)
        while true {
            let log = try String(contentsOf: serverLog, encoding: .utf8)
            let answers = try shell("curl -s -o /dev/null http://127.0.0.1:8000/").status == 0
            if answers, Self.missing(expected, in: log) == nil { return }
            if Date() > deadline || !process.isRunning {
                throw Surprise(
                    description: "\(page.path): $ \(command.line): did not come up\n\(log)")
            }
            Thread.sleep(forTimeInterval: 0.2)
        }
    }

    private func process(_ line: String) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", onOurPort(line)]
        process.currentDirectoryURL = folder
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private func onOurPort(_ text: String) -> String {
        text.replacingOccurrences(of: "127.0.0.1:8000", with: "127.0.0.1:\(port)")
    }

    func stopServer() {
        guard let server, server.isRunning else { return }
        server.interrupt()
        server.waitUntilExit()
        self.server = nil
    }
}
