extension Settings {
    /// The settings by name for the debug pages, without secrets.
    var shown: [(String, String)] {
        [
            ("debug", "\(debug)"),
            ("allowedHosts", allowedHosts.joined(separator: ", ")),
            ("projectFolder", projectFolder),
            ("templateFolders", templateFolders.joined(separator: ", ")),
            ("staticFolders", staticFolders.joined(separator: ", ")),
            ("staticURL", staticURL),
            ("databaseURL", Self.withoutPassword(databaseURL)),
            ("timeZone", timeZone),
            ("appendSlash", "\(appendSlash)"),
            ("middleware", middleware.map { "\(type(of: $0))" }.joined(separator: ", ")),
            ("secretKey", secretKey.isEmpty ? "not set" : "••••••••"),
        ]
    }

    private static func withoutPassword(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://"), let at = url.lastIndex(of: "@"),
            let colon = url[scheme.upperBound..<at].firstIndex(of: ":")
        else { return url }
        return url[...colon] + "••••••••" + url[at...]
    }
}
