internal import CLinux

/// Has `ps` show `apus: TEXT` for this process.
func setTitle(_ text: String) {
    // Read for the last time: the title takes their place.
    _ = CommandLine.arguments
    clinux_set_title("apus: \(text)")
}

extension ServerSettings {
    /// The name that the processes bear.
    var processName: String {
        name ?? CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "site"
    }
}
