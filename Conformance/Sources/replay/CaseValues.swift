import Apus

extension DynamicValue {
    /// The value that a recorded case writes, typed ones (`{"$t": …, "v": …}`) included.
    init(case json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .number(let text):
            if text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }) {
                self = DecimalNumber(text).map { .decimal($0) } ?? .null
            } else {
                self = .double(Double(text) ?? .nan)
            }
        case .string(let text): self = .string(text)
        case .array(let items): self = .list(items.map { DynamicValue(case: $0) })
        case .object(let members):
            if let type = json["$t"]?.string {
                self = DynamicValue(type: type, json)
                return
            }
            var dictionary = DynamicDictionary()
            for (key, value) in members { dictionary[key] = DynamicValue(case: value) }
            self = .dictionary(dictionary)
        }
    }

    private init(type: String, _ json: JSON) {
        let value = json["v"] ?? .null
        let text = value.string ?? "\(value)"
        switch type {
        case "safe": self = .html(text)
        case "float": self = .double(Double(text) ?? .nan)
        case "decimal", "bigint":
            let number = DecimalNumber(text)
            self =
                number?.kind == .finite && type == "bigint"
                ? (number?.integer.map { .int($0) } ?? number.map { .decimal($0) } ?? .null)
                : number.map { .decimal($0) } ?? .null
        case "bytes": self = .bytes(base64(text))
        case "date": self = (try? DateParsing.date(text)).flatMap { $0 }.map { .day($0) } ?? .null
        case "time": self = (try? DateParsing.time(text)).flatMap { $0 }.map { .time($0) } ?? .null
        case "datetime": self = .dateTime(CivilDateTime(case: json))
        case "timedelta_us":
            let micros = Int128("\(value)") ?? 0
            self = .duration(
                .seconds(Int64(clamping: micros / 1_000_000))
                    + .microseconds(Int64(clamping: micros % 1_000_000)))
        case "querydict": self = .object(MultiValueDictionary(query: text))
        case "request":
            let query = text.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
            self = .object(CaseRequest(query: MultiValueDictionary(query: String(query))))
        case "map":
            var dictionary = DynamicDictionary()
            for pair in value.array ?? [] {
                guard let sides = pair.array, sides.count == 2 else { continue }
                dictionary[DynamicValue(case: sides[0]).description] = DynamicValue(case: sides[1])
            }
            self = .dictionary(dictionary)
        default: self = .string(text)
        }
    }
}

/// What templates see as `request`.
private struct CaseRequest: DynamicObject {
    let query: MultiValueDictionary
    var description: String { "<WSGIRequest>" }
    func value(ofMember name: String) -> DynamicValue? { name == "GET" ? .object(query) : nil }
}

extension MultiValueDictionary {
    /// The pairs of a query string.
    init(query: String) {
        self.init(
            query.split(separator: "&").map { pair in
                let sides = pair.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (Self.decoded(sides[0]), sides.count > 1 ? Self.decoded(sides[1]) : "")
            })
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension CivilDateTime {
    /// A recorded `datetime`: a local time, with a zone's name or an offset where it has one.
    init(case json: JSON) {
        let parsed = (try? DateParsing.dateTime(json["v"]?.string ?? "")).flatMap { $0 }
        self =
            parsed
            ?? CivilDateTime(
                date: CivilDate(year: 1, month: 1, day: 1), time: TimeOfDay(hour: 0, minute: 0))
        if let name = json["tz"]?.string, let zone = Zone(named: name) {
            self.zone = zone
        } else if let offset = json["offset_minutes"]?.double {
            self.zone = Zone(fixedOffset: Int(offset * 60), name: json["tz"]?.string)
        }
        isSecondPass = json["fold"]?.int == 1
    }
}

private func base64(_ text: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bits = 0
    var buffer = 0
    var result: [UInt8] = []
    for byte in text.utf8 {
        guard let value = alphabet.firstIndex(of: byte) else { continue }
        buffer = (buffer << 6 | value) & 0xFFFFFF
        bits += 6
        if bits >= 8 {
            bits -= 8
            result.append(UInt8(truncatingIfNeeded: buffer >> bits))
        }
    }
    return result
}
