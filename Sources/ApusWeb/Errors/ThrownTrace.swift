import ApusValues
import Glibc

/// The calls that led to a throw: those in the project's own files, and the others.
struct ThrownTrace {
    private(set) var own: [Symbolizer.Frame] = []
    private(set) var others: [Symbolizer.Frame] = []
    /// Why nothing is known; nil where something is.
    private(set) var missing: String?

    init(of error: any Error, in folder: String) {
        let addresses = ThrownPlaces.addresses(of: error)
        guard !addresses.isEmpty else {
            missing =
                "Where it was thrown isn't known: it was not thrown by the site's own program."
            return
        }
        guard let frames = Symbolizer.frames(at: addresses) else {
            missing =
                "Where it was thrown isn't known: llvm-symbolizer, which comes with Swift, isn't on "
                + "the PATH or gave no answer."
            return
        }
        let folders = [folder, Self.resolved(folder)].map { $0 + "/" }
        for frame in frames {
            let isOwn = folders.contains { frame.file.hasPrefix($0) }
            // The program's own main is below every throw, and says nothing.
            if frame.function.hasSuffix("_main") { continue }
            if isOwn, !frame.file.contains("/.build/") {
                if own.count < 12, own.last?.file != frame.file || own.last?.line != frame.line {
                    own.append(frame)
                }
            } else if others.count < 40 {
                others.append(frame)
            }
        }
        if own.isEmpty, others.isEmpty {
            missing =
                "Where it was thrown isn't known: the program was built without debugging "
                + "information, as release builds are."
        }
    }

    private static func resolved(_ folder: String) -> String {
        guard let bytes = realpath(folder, nil) else { return folder }
        defer { free(bytes) }
        return String(cString: bytes)
    }
}

extension Symbolizer.Frame {
    /// `Sources/polls/Views.swift:12`, below the project's folder where it is there.
    func shownPlace(_ folder: String) -> String {
        let isBelow = file.hasPrefix(folder + "/")
        return "\(isBelow ? String(file.dropFirst(folder.utf8.count + 1)) : file):\(line)"
    }

    func dynamicValue(_ folder: String) -> DynamicValue {
        .dictionary([
            "place": shownPlace(folder), "function": function,
            "lines": DynamicValue.list(
                SourceExcerpt(file: file, around: line).lines.map { number, text in
                    .dictionary(["number": number, "text": text, "hit": number == line])
                }),
        ])
    }
}

/// Some lines of a source file; none where it can't be read or is larger than a megabyte.
struct SourceExcerpt {
    private(set) var lines: [(number: Int, text: String)] = []

    init(file: String, around line: Int) {
        guard let stream = fopen(file, "re") else { return }
        defer { fclose(stream) }
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        var number = 0
        var read = 0
        while number < line + 4, read < 1 << 20 {
            let length = getline(&buffer, &capacity, stream)
            guard length > 0, let buffer else { return }
            number += 1
            read += length
            guard number >= line - 4 else { continue }
            let bytes = UnsafeRawBufferPointer(start: buffer, count: length)
            let text = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
            lines.append((number, String(text.prefix(400))))
        }
    }
}
