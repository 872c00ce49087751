/// How many worker processes a server keeps.
public enum WorkerCount: Hashable, Sendable, CustomStringConvertible {
    /// This many.
    case count(Int)
    /// As many as CPUs are usable, honouring the container's CPU quota.
    case automatic

    /// The most workers that one server keeps.
    public static let most = 512

    /// Reads a number from 1, or `auto`; nil when `text` is neither.
    public init?(_ text: String) {
        if text == "auto" {
            self = .automatic
        } else if let count = parseCount(text[...]), (1...Self.most).contains(count) {
            self = .count(count)
        } else {
            return nil
        }
    }

    /// The count as `--workers` takes it.
    public var description: String {
        switch self {
        case .count(let count): String(count)
        case .automatic: "auto"
        }
    }

    /// The number of processes this comes to here.
    public var resolved: Int {
        switch self {
        case .count(let count): min(max(count, 1), Self.most)
        case .automatic: min(max(usableCPUs(), 1), Self.most)
        }
    }
}
