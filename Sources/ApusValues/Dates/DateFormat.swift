/// A format of Django's date letters (`N j, Y, P`), read once.
public struct DateFormat: Sendable {
    private enum Part: Sendable {
        case literal(String)
        case letter(UInt8)
    }

    private let parts: [Part]

    /// `N j, Y, P`: how Django prints a date with a time in English.
    public static let dateTime = DateFormat("N j, Y, P")
    /// `N j, Y`.
    public static let date = DateFormat("N j, Y")
    /// `P`.
    public static let time = DateFormat("P")

    /// The format that `text` writes; a backslash takes the letter after it literally.
    public init(_ text: String) {
        var parts: [Part] = []
        var literal: [UInt8] = []
        var isEscaped = false
        for byte in text.utf8 {
            if isEscaped {
                literal.append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if Self.letters.contains(byte) {
                if !literal.isEmpty {
                    parts.append(.literal(String(decoding: literal, as: UTF8.self)))
                    literal = []
                }
                parts.append(.letter(byte))
            } else {
                literal.append(byte)
            }
        }
        if isEscaped { literal.append(UInt8(ascii: "\\")) }
        if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
        self.parts = parts
    }

    private static let letters = Set("aAbcdDeEfFgGhHiIjlLmMnNoOPrsStTuUwWyYzZ".utf8)

    /// `moment` in this format.
    ///
    /// A moment without a zone is taken as one of `wallZone`'s clocks; where it has none either,
    /// and where its clock shows the time twice or never, the zone's letters stay empty.
    public func string(from moment: CivilDateTime, wallZone: Zone? = nil) -> String {
        let reading = Reading(moment, wallZone: wallZone)
        return string { reading.text(of: $0) } ?? ""
    }

    /// `day` in this format, or nil where a letter asks for the time.
    public func string(from day: CivilDate, wallZone: Zone? = nil) -> String? {
        let moment = CivilDateTime(date: day, time: TimeOfDay(hour: 0, minute: 0))
        let reading = Reading(moment, wallZone: wallZone)
        return string { letter in
            if Self.timeLetters.contains(letter) { return nil }
            switch letter {
            case UInt8(ascii: "c"): return day.description
            case UInt8(ascii: "I"): return ""
            default: return reading.text(of: letter)
            }
        }
    }

    /// `time` in this format, or nil where a letter asks for the day.
    public func string(from time: TimeOfDay) -> String? {
        let moment = CivilDateTime(date: CivilDate(year: 1970, month: 1, day: 1), time: time)
        let reading = Reading(moment, wallZone: nil)
        return string { Self.timeLetters.contains($0) ? reading.text(of: $0) : nil }
    }

    private func string(_ text: (UInt8) -> String?) -> String? {
        var result = ""
        for part in parts {
            switch part {
            case .literal(let literal): result += literal
            case .letter(let letter):
                guard let text = text(letter) else { return nil }
                result += text
            }
        }
        return result
    }

    /// Whether no letter asks for the day.
    public var hasTimeOnly: Bool {
        parts.allSatisfy { part in
            if case .letter(let letter) = part { Self.timeLetters.contains(letter) } else { true }
        }
    }

    private static let timeLetters = Set("aAefgGhHiOPsTuZ".utf8)
}
