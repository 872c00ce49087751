public import ApusHTTP
import Glibc

extension Settings {
    /// Writes an error with the request that it ended to the standard error stream.
    public static let reportToStandardError: @Sendable (any Error, Request) -> Void = {
        error, request in
        let type = String(reflecting: Swift.type(of: error))
        var text =
            "Internal Server Error: \(request.method) \(request.fullPath)\n\(type): \(error)\n"
        if let settings = request.state?.core.settings, settings.debug {
            let folder = settings.projectFolder
            for frame in ThrownTrace(of: error, in: folder).own {
                text += "  at \(frame.shownPlace(folder)) in \(frame.function)\n"
            }
        }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
