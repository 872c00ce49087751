import CLinux
import Glibc
import Synchronization

/// Turns addresses of this program into functions, files and lines, by the toolchain's
/// `llvm-symbolizer`. In debug only.
enum Symbolizer {
    struct Frame: Sendable {
        var function: String
        var file: String
        var line: Int
    }

    /// What was asked before: reading a program's debugging information takes a while.
    private static let known = Mutex<[UInt: [Frame]]>([:])

    /// The calls at `addresses`, inlined ones too; nil where nobody could say.
    static func frames(at addresses: [UInt]) -> [Frame]? {
        let missing = known.withLock { known in addresses.filter { known[$0] == nil } }
        if !missing.isEmpty {
            guard let output = ask(missing) else { return nil }
            let answers = parse(output)
            guard answers.count >= missing.count else { return nil }
            known.withLock { known in
                if known.count > 10_000 { known.removeAll() }
                for (address, frames) in zip(missing, answers) { known[address] = frames }
            }
        }
        return known.withLock { known in addresses.flatMap { known[$0] ?? [] } }
    }

    /// For each address pairs of lines, the function and `file:line:column`, and an empty line.
    static func parse(_ output: String) -> [[Frame]] {
        var answers: [[Frame]] = []
        var current: [Frame] = []
        var function: Substring?
        for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                answers.append(current)
                current = []
                function = nil
            } else if let name = function {
                function = nil
                let parts = line.split(separator: ":")
                guard parts.count >= 3, let number = Int(parts[parts.count - 2]), number > 0,
                    line.hasPrefix("/")
                else { continue }
                let file = parts.dropLast(2).joined(separator: ":")
                current.append(Frame(function: shown(String(name)), file: file, line: number))
            } else {
                function = line
            }
        }
        return answers
    }

    /// A symbol for people: its name and parameters, without effects and result.
    private static func shown(_ symbol: String) -> String {
        guard let bytes = clinux_demangle(symbol) else { return symbol }
        defer { free(bytes) }
        var name = String(cString: bytes)[...]
        for end in ["resume partial function for ", "suspend resume partial function for "] {
            if name.hasPrefix("("), let range = name.firstRange(of: end) {
                name = name[range.upperBound...]
            }
        }
        var depth = 0
        var end = name.startIndex
        while end < name.endIndex {
            switch name[end] {
            case "(", "<", "[": depth += 1
            case ")", "]": depth -= 1
            case ">" where depth > 0: depth -= 1
            case " ":
                let rest = name[end...]
                let isEffect = [" throws", " async", " -> "].contains { rest.hasPrefix($0) }
                if depth == 0, isEffect { return String(name[..<end]) }
            default: break
            }
            end = name.index(after: end)
        }
        return String(name)
    }

    /// What `llvm-symbolizer` prints; nil where it isn't there, fails, or takes over ten seconds.
    private static func ask(_ addresses: [UInt]) -> String? {
        var ends: [CInt] = [-1, -1]
        guard clinux_pipe(&ends) == 0 else { return nil }
        defer { close(ends[0]) }
        // The file that runs, even when a new build has taken its place.
        let words =
            ["llvm-symbolizer", "--obj=/proc/\(getpid())/exe", "--inlines", "--no-demangle"]
            + addresses.map { "0x" + String($0, radix: 16) }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var child: pid_t = 0
        let failure = posix_spawnp(&child, words[0], &actions, nil, arguments, clinux_environment())
        close(ends[1])
        guard failure == 0 else { return nil }
        let output = read(ends[0], seconds: 10)
        if output == nil { kill(child, SIGKILL) }
        var status: CInt = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return output
    }

    /// All that comes from `descriptor`; nil where it takes too long or is too much.
    private static func read(_ descriptor: CInt, seconds: Int) -> String? {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(seconds)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < 1 << 20 {
            let left = (deadline - clock.now).components
            guard left.seconds >= 0, left.attoseconds >= 0 else { return nil }
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = Glibc.poll(&poll, 1, CInt(left.seconds * 1000 + 1))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
        return nil
    }
}
