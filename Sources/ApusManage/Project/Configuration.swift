/// How a program is compiled.
enum Configuration: String {
    case debug, release

    /// How the program is compiled that a command line needs: for release where it serves, else
    /// for debugging; `APUS_CONFIGURATION` says otherwise. Throws where that is neither.
    static func chosen(for arguments: [String]) throws -> Configuration {
        guard let chosen = Environment["APUS_CONFIGURATION"], !chosen.isEmpty else {
            let asksForHelp = arguments.contains { $0 == "--help" || $0 == "-h" }
            return arguments.first == "serve" && !asksForHelp ? .release : .debug
        }
        guard let configuration = Configuration(rawValue: chosen) else {
            throw CommandError("APUS_CONFIGURATION is '\(chosen)': write debug or release.")
        }
        return configuration
    }
}
