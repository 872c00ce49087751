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

    /// `moment` in this format. A moment without a zone leaves the zone's letters empty.
    public func string(from moment: CivilDateTime) -> String {
        string { Self.text(of: $0, in: moment) ?? "" } ?? ""
    }

    /// `day` in this format, or nil where a letter asks for the time.
    public func string(from day: CivilDate) -> String? {
        let moment = CivilDateTime(date: day, time: TimeOfDay(hour: 0, minute: 0))
        return string { letter in
            Self.timeLetters.contains(letter) || letter == UInt8(ascii: "r")
                || letter == UInt8(ascii: "c") || letter == UInt8(ascii: "U")
                ? Self.textForDay(of: letter, in: moment) : Self.text(of: letter, in: moment)
        }
    }

    /// `time` in this format, or nil where a letter asks for the day.
    public func string(from time: TimeOfDay) -> String? {
        let moment = CivilDateTime(date: CivilDate(year: 1970, month: 1, day: 1), time: time)
        return string { letter in
            Self.timeLetters.contains(letter) ? Self.text(of: letter, in: moment) : nil
        }
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

    private static let timeLetters = Set("aAefgGhHiOPsTuZ".utf8)

    private static func textForDay(of letter: UInt8, in moment: CivilDateTime) -> String? {
        switch letter {
        case UInt8(ascii: "c"): moment.date.description
        default: nil
        }
    }
}
