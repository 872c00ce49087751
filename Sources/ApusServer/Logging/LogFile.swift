internal import CLinux
internal import Glibc
internal import Synchronization

/// A log's descriptor: lines are appended by single writes, and a write that fails is forgotten,
/// since a full disk or a reader that left must never cost a request.
///
/// Nor must a reader that doesn't read: a pipe, a socket or a terminal is written to without waiting.
/// Lines that it doesn't take are kept, 64 KiB of them; those beyond are counted as lost.
final class LogFile: Sendable {
    let destination: LogDestination
    private let descriptor: Int32
    private let kind: Kind
    private let takesStandardError = Atomic(false)
    private let backlog = Mutex(Backlog())

    private struct Backlog {
        /// What the reader has not taken yet.
        var bytes: [UInt8] = []
        /// Lines that were lost since it last took something.
        var lost = 0
        /// What is to be told of losses.
        var losses = Losses()
    }

    /// Lines that were lost.
    struct Losses {
        /// Those that no counter has yet.
        var uncounted = 0
        /// Those of a time that is over: the reader takes lines again.
        var untold = 0
    }

    /// The most bytes that wait for a reader.
    private static let room = 64 << 10
    /// Writes of at most so many bytes reach a pipe whole or not at all (PIPE_BUF).
    private static let whole = 4096

    /// What a write may wait for.
    private enum Kind {
        /// Nothing: a file, or a device that is no terminal.
        case file
        /// Its reader: a pipe or a terminal, opened anew so that nobody else's writes change.
        case stream
        /// Its reader: a socket, asked not to wait with each write.
        case socket
    }

    /// Opens the log; `standard` is what `-` stands for.
    init(_ destination: LogDestination, standard: Int32) throws(SettingError) {
        self.destination = destination
        switch destination {
        case .standard: (descriptor, kind) = Self.own(standard)
        case .file(let path):
            descriptor = Self.open(path)
            guard descriptor >= 0 else {
                throw SettingError("can't write the log \(path): \(systemReason(errno))")
            }
            kind = Self.mode(of: descriptor) == S_IFIFO ? .stream : .file
        }
    }

    deinit {
        if descriptor > STDERR_FILENO { close(descriptor) }
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

    // MARK: - Writing

    /// Appends whole lines.
    func append(_ bytes: UnsafeRawBufferPointer) {
        backlog.withLock { backlog in
            flush(&backlog)
            var rest = bytes[...]
            if backlog.bytes.isEmpty {
                guard write(&rest) else {
                    backlog.losses.uncounted += Self.lines(rest)
                    return
                }
            }
            if backlog.bytes.count + rest.count <= Self.room {
                backlog.bytes.append(contentsOf: rest)
            } else {
                // Whole lines, as many as there is room for: the end of a begun one is the first.
                let fits = rest.prefix(max(0, Self.room - backlog.bytes.count))
                if let end = fits.lastIndex(of: UInt8(ascii: "\n")) {
                    backlog.bytes.append(contentsOf: rest[...end])
                    rest = rest[(end + 1)...]
                }
                backlog.lost += Self.lines(rest)
                backlog.losses.uncounted += Self.lines(rest)
            }
        }
    }

    func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Tries again to hand over what the reader has not taken.
    func retry() { backlog.withLock { flush(&$0) } }

    /// The losses since the last call.
    func takeLosses() -> Losses {
        backlog.withLock { backlog in
            defer { backlog.losses = Losses() }
            return backlog.losses
        }
    }

    private static func lines(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
        bytes.count { $0 == UInt8(ascii: "\n") }
    }

    private func flush(_ backlog: inout Backlog) {
        if !backlog.bytes.isEmpty {
            let (left, lost) = backlog.bytes.withUnsafeBytes { bytes in
                var rest = bytes[...]
                return write(&rest) ? (rest.count, 0) : (0, Self.lines(rest))
            }
            backlog.bytes.removeFirst(backlog.bytes.count - left)
            backlog.losses.uncounted += lost
        }
        if backlog.bytes.isEmpty, backlog.lost > 0 {
            backlog.losses.untold += backlog.lost
            backlog.lost = 0
        }
    }

    /// Writes as much as is taken at once and leaves the rest; false when it can't be written at all.
    private func write(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Bool {
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: nextPiece(rest))
            let count =
                kind == .socket
                ? send(descriptor, piece.baseAddress, piece.count, Self.socketFlags)
                : Glibc.write(descriptor, piece.baseAddress, piece.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0 && errno == EINTR {
                continue
            } else {
                return errno == EAGAIN
            }
        }
        return true
    }

    private static let socketFlags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)

    /// What the next write takes: of a pipe that several workers share, whole lines that no other
    /// process's can come between.
    private func nextPiece(
        _ rest: Slice<UnsafeRawBufferPointer>
    ) -> Slice<UnsafeRawBufferPointer> {
        guard kind == .stream, rest.count > Self.whole else { return rest }
        let first = rest.prefix(Self.whole)
        guard let end = first.lastIndex(of: UInt8(ascii: "\n")) else { return first }
        return rest[...end]
    }

    // MARK: - Opening

    /// A standard stream as it can be written to without waiting. The flag for that belongs to the
    /// opened pipe or terminal, which others write to as well: it is opened anew.
    private static func own(_ standard: Int32) -> (Int32, Kind) {
        let mode = mode(of: standard)
        if mode == S_IFSOCK { return (standard, .socket) }
        guard mode == S_IFIFO || isatty(standard) == 1 else { return (standard, .file) }
        let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let fresh = clinux_open("/proc/self/fd/\(standard)", flags, 0)
        return fresh >= 0 ? (fresh, .stream) : (standard, .file)
    }

    /// Opens a file to append to. Of a named pipe nobody need be reading.
    private static func open(_ path: String) -> Int32 {
        let flags = O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        let opened = clinux_open(path, flags | O_WRONLY, 0o644)
        guard opened < 0, errno == ENXIO else { return opened }
        return clinux_open(path, flags | O_RDWR, 0o644)
    }

    private static func mode(of descriptor: Int32) -> mode_t {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
    }
}
