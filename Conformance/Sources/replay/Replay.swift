import Foundation

/// Replays files of recorded cases and counts how they went.
@main struct Replay {
    /// The tags of cases whose output is Python's own.
    static let pythonsOwn: Set<String> = [
        "python_repr", "python_percent_format", "nonstring_keys",
    ]

    private var total = Count()
    private var reasons: [String: Int] = [:]

    private struct Count: CustomStringConvertible {
        var passed = 0
        var failed = 0
        var skipped = 0
        var description: String { "\(passed) passed, \(failed) failed, \(skipped) skipped" }
    }

    static func main() {
        let paths = CommandLine.arguments.dropFirst()
        guard !paths.isEmpty else {
            print("usage: replay FILE.json…  (recorded cases; see Conformance/README.md)")
            exit(2)
        }
        var replay = Replay()
        var unreadable = false
        for path in paths {
            do { try replay.run(path) } catch {
                print("replay: \(path): \(error)")
                unreadable = true
            }
        }
        for (reason, count) in replay.reasons.sorted(by: { $0.key < $1.key }) {
            print("skipped \(count): \(reason)")
        }
        print(replay.total)
        exit(unreadable ? 1 : 0)
    }

    private mutating func run(_ path: String) throws {
        let url = URL(fileURLWithPath: path)
        let file = try JSON(parsing: [UInt8](try Data(contentsOf: url)))
        let name = url.deletingPathExtension().lastPathComponent
        var subject = try (subjects[name] ?? UnbuiltSubject.self).init(file: file)
        var count = Count()
        for item in file["cases"]?.array ?? [] {
            switch outcome(of: item, for: &subject) {
            case .passed: count.passed += 1
            case .failed(let expected, let got):
                count.failed += 1
                print("FAIL \(item["id"]?.string ?? "?"): expected \(expected) got \(got)")
            case .skipped(let reason):
                count.skipped += 1
                reasons["\(name): \(reason)", default: 0] += 1
            }
        }
        print("\(name): \(count)")
        total.passed += count.passed
        total.failed += count.failed
        total.skipped += count.skipped
    }

    private func outcome(of item: JSON, for subject: inout any Subject) -> Outcome {
        let tags = Set((item["tags"]?.array ?? []).compactMap(\.string))
        if let tag = tags.intersection(Self.pythonsOwn).sorted().first {
            return .skipped("Python's own: \(tag)")
        }
        do { return try subject.replay(item) } catch {
            return .failed(expected: "\(item["expect"] ?? .null)", got: "error: \(error)")
        }
    }
}
