/// A time zone: the offset from UTC at any instant, and its name then.
public struct Zone: Hashable, Sendable {
    /// What a clock does at one moment.
    public struct Offset: Hashable, Sendable {
        /// Seconds east of UTC.
        public var seconds: Int
        /// The usual abbreviation, such as `CST`.
        public var abbreviation: String
        /// Whether this is summer time.
        public var isDaylightSaving: Bool

        /// UTC's.
        public static let utc = Offset(seconds: 0, abbreviation: "UTC", isDaylightSaving: false)
    }

    /// The name by which the zone was asked for, such as `Europe/Berlin`.
    public var name: String { storage.name }

    /// One reference, so that zones are copied fast.
    private final class Storage: Sendable {
        let name: String
        let fixed: Offset?
        let rules: ZoneRules?

        init(name: String, fixed: Offset?, rules: ZoneRules?) {
            self.name = name
            self.fixed = fixed
            self.rules = rules
        }
    }

    private let storage: Storage

    /// Universal time.
    public static let utc = Zone(name: "UTC", fixed: .utc)

    /// A zone that is always `offset` seconds east of UTC, named like `UTC+02:00` where it is
    /// given no name.
    public init(fixedOffset offset: Int, name given: String? = nil) {
        let minutes = abs(offset) / 60
        let digits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        var name = "UTC"
        if offset != 0 {
            name += (offset < 0 ? "-" : "+") + digits(minutes / 60) + ":" + digits(minutes % 60)
        }
        if let given { name = given }
        self.init(
            name: name,
            fixed: Offset(seconds: offset, abbreviation: name, isDaylightSaving: false))
    }

    /// The zone called `name` in the system's zone database, or nil where there is none or its
    /// file can't be read. Zones are read once and kept.
    public init?(named name: String) {
        if name == "UTC" {
            self = .utc
            return
        }
        guard let rules = ZoneDatabase.rules(named: name) else { return nil }
        storage = Storage(name: name, fixed: nil, rules: rules)
    }

    private init(name: String, fixed: Offset) {
        storage = Storage(name: name, fixed: fixed, rules: nil)
    }

    /// Whether the zone has one offset only.
    public var isFixed: Bool { storage.fixed != nil }

    /// What clocks show at `epochSeconds` after 1970-01-01 00:00 UTC.
    public func offset(at epochSeconds: Int) -> Offset {
        storage.fixed ?? storage.rules?.offset(at: epochSeconds) ?? .utc
    }

    /// The offset at a local time, given as seconds from 1970-01-01 00:00 on that clock. A time
    /// shown twice has the earlier instant's offset unless `isSecondPass`; a time that is left out
    /// has the offset from before the gap, or from after it when `isSecondPass`.
    public func offset(ofLocal localSeconds: Int, isSecondPass: Bool = false) -> Offset {
        if let fixed = storage.fixed { return fixed }
        // The offsets a day before and after are those around any change; at most one lies there.
        let before = offset(at: localSeconds &- 86_400)
        let after = offset(at: localSeconds &+ 86_400)
        if before.seconds == after.seconds {
            return offset(at: localSeconds &- before.seconds)
        }
        let first = offset(at: localSeconds &- before.seconds)
        let second = offset(at: localSeconds &- after.seconds)
        if first.seconds == before.seconds && second.seconds == after.seconds {
            return isSecondPass ? second : first
        }
        if first.seconds == before.seconds { return first }
        if second.seconds == after.seconds { return second }
        return isSecondPass ? after : before
    }

    /// Whether both are the same.
    public static func == (left: Zone, right: Zone) -> Bool {
        left.storage === right.storage
            || left.name == right.name && left.storage.fixed == right.storage.fixed
    }

    /// Feeds what tells it from others into `hasher`.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(storage.fixed)
    }
}
