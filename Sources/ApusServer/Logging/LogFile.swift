internal import CLinux
internal import Glibc
internal import Synchronization

/// A log's descriptor: lines are appended by single writes, and a write that fails is forgotten,
/// since a full disk or a reader that left must never cost a request.
final class LogFile: Sendable {
    let destination: LogDestination
    private let descriptor: Int32
    private let takesStandardError = Atomic(false)

    /// Opens the log; `standard` is what `-` stands for.
    init(_ destination: LogDestination, standard: Int32) throws(SettingError) {
        self.destination = destination
        switch destination {
        case .standard: descriptor = standard
        case .file(let path):
            descriptor = Self.open(path)
            guard descriptor >= 0 else {
                throw SettingError("can't write the log \(path): \(systemReason(errno))")
            }
        }
    }

    deinit {
        if case .file = destination { close(descriptor) }
    }

    /// Opens the file anew under the same descriptor, after something has moved it away. The old
    /// one goes on where that fails.
    func reopen() {
        guard case .file(let path) = destination else { return }
        let fresh = Self.open(path)
        guard fresh >= 0 else { return }
        _ = clinux_dup(fresh, descriptor)
        if takesStandardError.load(ordering: .relaxed) { dup2(fresh, STDERR_FILENO) }
        close(fresh)
    }

    /// Has this process's standard error go to the log as well: what a trap says of itself, its
    /// backtrace, and what the application prints there.
    func takeStandardError() {
        guard case .file = destination else { return }
        takesStandardError.store(true, ordering: .relaxed)
        dup2(descriptor, STDERR_FILENO)
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let slice = UnsafeRawBufferPointer(rebasing: rest)
            let count = write(descriptor, slice.baseAddress, slice.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0 && errno == EINTR {
                continue
            } else {
                return
            }
        }
    }

    func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    private static func open(_ path: String) -> Int32 {
        clinux_open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    }

}
