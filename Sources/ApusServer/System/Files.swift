internal import CLinux
internal import Glibc

/// The text of a small file, up to 64 KiB of it; nil when it can't be read.
func readSmallFile(_ path: String) -> String? {
    let descriptor = clinux_open(path, O_RDONLY | O_CLOEXEC, 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while bytes.count < 1 << 16 {
        let room = 4096
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: room))
        let count = bytes.withUnsafeMutableBytes { buffer in
            read(descriptor, buffer.baseAddress?.advanced(by: start), room)
        }
        bytes.removeLast(room - max(count, 0))
        if count <= 0 { break }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// The resident memory of a process in bytes; 0 when it is gone.
func residentMemory(of pid: Int32) -> Int {
    let words = (readSmallFile("/proc/\(pid)/statm") ?? "").split(separator: " ")
    guard words.count > 1, let pages = Int(words[1]) else { return 0 }
    return pages * sysconf(Int32(_SC_PAGESIZE))
}

/// What the system says about an error number, in lower case to stand after a colon.
func systemReason(_ number: Int32) -> String {
    let text = String(cString: strerror(number))
    return text.prefix(1).lowercased() + text.dropFirst()
}

/// This process's environment.
func processEnvironment() -> [String: String] {
    var all: [String: String] = [:]
    guard var entry = clinux_environment() else { return all }
    while let text = entry.pointee {
        let parts = String(cString: text).split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { all[String(parts[0])] = String(parts[1]) }
        entry += 1
    }
    return all
}

/// Has this process be allowed the descriptors that `connections` need: one each, another where a
/// body is kept or a file is sent, and those of the process itself.
func allowDescriptors(_ connections: Int) {
    clinux_allow_descriptors(UInt(max(0, min(connections, 1 << 20)) * 2 + 128))
}
