/// A moment to the second, as header fields write it (RFC 9110, section 5.6.7):
/// `Sun, 06 Nov 1994 08:49:37 GMT`.
public struct HTTPDate: Hashable, Comparable, Sendable {
    /// Seconds since the beginning of 1970, UTC, without leap seconds.
    public let secondsSince1970: Int

    /// A moment by its seconds since the beginning of 1970, kept within the years 1 to 9999, which
    /// is all that the format can write.
    public init(secondsSince1970: Int) {
        self.secondsSince1970 = min(max(secondsSince1970, -62_135_596_800), 253_402_300_799)
    }

    /// Whether one moment is before the other.
    public static func < (left: HTTPDate, right: HTTPDate) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    /// The moment so many seconds later, or earlier.
    public func adding(seconds: Int) -> HTTPDate {
        let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
        return HTTPDate(secondsSince1970: overflow ? (seconds < 0 ? .min : .max) : sum)
    }
}

extension HTTPDate: CustomStringConvertible {
    /// The 29 characters of the preferred format.
    public var description: String { String(decoding: bytes, as: UTF8.self) }

    /// The 29 bytes of the preferred format.
    public var bytes: [UInt8] {
        var days = secondsSince1970 / 86400
        var seconds = secondsSince1970 % 86400
        if seconds < 0 {
            seconds += 86400
            days -= 1
        }
        let date = CivilDay(daysSince1970: days)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(29)
        bytes.append(contentsOf: name(Self.weekdays, date.weekday))
        bytes.append(contentsOf: ", ".utf8)
        bytes.append(digits: date.day, 2)
        bytes.append(.space)
        bytes.append(contentsOf: name(Self.months, date.month - 1))
        bytes.append(.space)
        bytes.append(digits: date.year, 4)
        bytes.append(.space)
        bytes.append(digits: seconds / 3600, 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(digits: seconds / 60 % 60, 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(digits: seconds % 60, 2)
        bytes.append(contentsOf: " GMT".utf8)
        return bytes
    }

    static let weekdays: StaticString = "MonTueWedThuFriSatSun"
    static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    private func name(_ names: StaticString, _ place: Int) -> UnsafeBufferPointer<UInt8> {
        names.bytes.slice(place * 3..<place * 3 + 3)
    }
}

extension [UInt8] {
    /// Appends a number that is not negative, in at least `width` decimal digits.
    mutating func append(digits number: Int, _ width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}
