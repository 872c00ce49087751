internal import CLinux
internal import Glibc

/// The program that a generation of workers runs, held by a descriptor: a respawn starts this file
/// whatever a deploy has put under its name meanwhile.
struct Executable {
    let descriptor: Int32

    /// The program that runs now.
    static func current() throws(SettingError) -> Executable { try Executable("/proc/self/exe") }

    /// The program that stands at `path` by now.
    init(_ path: String) throws(SettingError) {
        descriptor = clinux_open(path, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else {
            throw SettingError("can't open the program \(path): \(systemReason(errno))")
        }
    }

    /// A program that was handed over.
    init(descriptor: Int32) { self.descriptor = descriptor }

    func close() { _ = Glibc.close(descriptor) }

    /// Where a reload looks for the new program: the name under which this one was started, since
    /// that may be a link that a deploy moves on; the file itself where the name doesn't lead here.
    static func path() -> String {
        let own = linkTarget("/proc/self/exe")
        guard let name = CommandLine.arguments.first, !name.isEmpty else { return own }
        var candidates: [String] = []
        if name.hasPrefix("/") {
            candidates = [name]
        } else if name.utf8.contains(UInt8(ascii: "/")) {
            candidates = [workingDirectory() + "/" + name]
        } else {
            candidates = (processEnvironment()["PATH"] ?? "").split(separator: ":")
                .map { "\($0)/\(name)" }
        }
        return candidates.first { isSameFile($0, "/proc/self/exe") } ?? own
    }

    private static func isSameFile(_ first: String, _ second: String) -> Bool {
        var a = stat()
        var b = stat()
        return stat(first, &a) == 0 && stat(second, &b) == 0 && a.st_dev == b.st_dev
            && a.st_ino == b.st_ino
    }

    private static func linkTarget(_ path: String) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let base = buffer.baseAddress else { return "" }
            let count = readlink(path, base, buffer.count)
            let bytes = buffer.prefix(max(count, 0)).lazy.map { UInt8(bitPattern: $0) }
            let text = String(decoding: bytes, as: UTF8.self)
            let mark = " (deleted)"
            return text.hasSuffix(mark) ? String(text.dropLast(mark.count)) : text
        }
    }

    private static func workingDirectory() -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let base = buffer.baseAddress, getcwd(base, buffer.count) != nil else {
                return ""
            }
            return String(cString: base)
        }
    }
}
