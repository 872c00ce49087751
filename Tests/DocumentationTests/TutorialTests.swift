import Foundation
import Testing

/// Follows `docs/tutorial` from `manage startproject` on: what the pages say is what happens. The
/// commands of the other pages are then run in the site that came of it.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["APUS_LONG_TESTS"] == "1"))
struct TutorialTests {
    /// The framework's `manage`, built beside the tests.
    static var manage: URL {
        let arguments = CommandLine.arguments.map { URL(fileURLWithPath: $0) }
        let bundle = arguments.first { $0.pathExtension == "xctest" } ?? arguments[0]
        var folder = bundle
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let candidate = folder.appending(path: "apus-manage")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
        }
        return bundle
    }

    @Test func `the tutorial leads from nothing to a site that counts every vote`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "apus-tutorial-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let reader = try Reader(folder: folder, manage: Self.manage, port: freePort())
        defer { reader.stopServer() }

        let pages = try Page.all(in: Checkout.folder)
        let parts = pages.filter { $0.isOfTutorial && !$0.path.hasSuffix("README.md") }
        #expect(parts.count >= 5)
        for part in parts { try reader.read(part) }

        // The last page leaves `manage serve --workers 2` running.
        try await vote(times: 50, clients: 8, port: reader.port)
        try compare(reader.folder, with: Checkout.folder.appending(path: "Examples/polls"))

        for page in pages where !page.isOfTutorial {
            do {
                try reader.keepingTheSite { try reader.read(page) }
            } catch {
                Issue.record(error)
            }
        }
    }

    /// Posts votes for the first choice of the first question as browsers would, and looks at the
    /// results.
    private func vote(times: Int, clients: Int, port: Int) async throws {
        let base = "http://127.0.0.1:\(port)/polls/1/"
        let before = try Self.votes(try Self.curl([base + "results/"]))
        let statuses = try await withThrowingTaskGroup(of: [String].self) { group in
            for client in 0..<clients {
                group.addTask {
                    let jar = FileManager.default.temporaryDirectory
                        .appending(path: "apus-votes-\(port)-\(client)").path
                    defer { try? FileManager.default.removeItem(atPath: jar) }
                    let form = try Self.curl(["-c", jar, base])
                    let token =
                        form.components(separatedBy: "csrfmiddlewaretoken\" value=\"")
                        .dropFirst().first?.prefix { $0 != "\"" } ?? ""
                    let mine = times / clients + (client < times % clients ? 1 : 0)
                    return try (0..<mine).map { _ in
                        try Self.curl([
                            "-b", jar, "-o", "/dev/null", "-w", "%{http_code}",
                            "-d", "choice=1&csrfmiddlewaretoken=\(token)", base + "vote/",
                        ])
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(statuses == Array(repeating: "302", count: times))
        #expect(try Self.votes(try Self.curl([base + "results/"])) == before + times)
    }

    private static func votes(_ page: String) throws -> Int {
        let line = try #require(
            page.components(separatedBy: "\n").first { $0.contains("Not much") })
        let digits = line.split(separator: ":").last?.filter(\.isNumber) ?? ""
        return try #require(Int(digits))
    }

    private static func curl(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments = ["-s", "--max-time", "30"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    /// `Examples/polls` is the tutorial's finished state: the same sources, templates and tests.
    private func compare(_ written: URL, with example: URL) throws {
        for folder in ["Sources", "Templates", "Tests"] {
            let files = FileManager.default.enumerator(atPath: example.appending(path: folder).path)
            for case let file as String in try #require(files) where file.contains(".") {
                let path = "\(folder)/\(file)"
                #expect(
                    FileManager.default.contentsEqual(
                        atPath: written.appending(path: path).path,
                        andPath: example.appending(path: path).path),
                    "\(path) of Examples/polls is not what the tutorial writes")
            }
        }
    }

    private func freePort() throws -> Int {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, length) == 0 && getsockname(probe, $0, &length) == 0
            }
        }
        try #require(bound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
