internal import CLinux
internal import Glibc

/// Starting this program again: its arguments and environment, with a few variables added.
enum ProcessStart {
    /// Starts a child; its process id, or -1 with errno. `failure` is in memory shared with it.
    static func spawn(
        _ executable: Int32, adding variables: [String: String], inheriting descriptors: [Int32],
        output: Int32 = -1, failure: UnsafeMutablePointer<Int32>? = nil
    ) throws(SettingError) -> pid_t {
        try withProgram(variables, without: ServiceNotifier.variables) { arguments, environment in
            clinux_spawn(
                executable, arguments, environment, descriptors, Int32(descriptors.count), output,
                clinux_orphan_signal(), failure)
        }
    }

    /// Goes on as `executable` in this process; comes back with the reason when it can't.
    static func become(_ executable: Int32, adding variables: [String: String]) -> Int32 {
        do throws(SettingError) {
            return try withProgram(variables) { arguments, environment in
                _ = clinux_become(executable, arguments, environment)
                return errno
            }
        } catch {
            return EINVAL
        }
    }

    private typealias Texts = UnsafePointer<UnsafeMutablePointer<CChar>?>

    private static func withProgram(
        _ variables: [String: String], without hidden: [String] = [],
        _ body: (Texts, Texts) -> Int32
    ) throws(SettingError) -> Int32 {
        let environment = processEnvironment().filter { !hidden.contains($0.key) }
            .merging(variables) { _, new in new }
        let arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        let entries = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + entries { free(text) } }
        let result = arguments.withUnsafeBufferPointer { arguments in
            entries.withUnsafeBufferPointer { entries -> Int32? in
                guard let first = arguments.baseAddress, let second = entries.baseAddress else {
                    return nil
                }
                return body(first, second)
            }
        }
        guard let result else { throw SettingError("can't start a process without arguments") }
        return result
    }
}
