import Glibc

/// Reads typed values out of the environment and notes each one that can't be used.
struct EnvironmentReader {
    let values: [String: String]
    var problems: [SettingsProblem] = []

    init(_ values: [String: String]) { self.values = values }

    /// This process's environment.
    static var process: [String: String] {
        var result: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let line = String(cString: entry)
            if let equals = line.firstIndex(of: "=") {
                result[String(line[..<equals])] = String(line[line.index(after: equals)...])
            }
            next += 1
        }
        return result
    }

    /// The value of `APUS_<name>`, or of `name`; nil where neither is set or both are empty.
    private func value(_ name: String) -> (name: String, text: String)? {
        for candidate in ["APUS_" + name, name] {
            if let text = values[candidate], !text.isEmpty { return (candidate, text) }
        }
        return nil
    }

    func text(_ name: String) -> String? { value(name)?.text }

    /// The entries of a list that commas separate.
    func list(_ name: String) -> [String]? {
        guard let text = value(name)?.text else { return nil }
        return text.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    }

    mutating func bool(_ name: String) -> Bool? {
        guard let (name, text) = value(name) else { return nil }
        switch text.lowercased() {
        case "1", "true", "yes", "on": return true
        case "0", "false", "no", "off": return false
        default:
            problems.append(
                SettingsProblem(
                    name,
                    "'\(text)' is neither true nor false. Use 1, true, yes or on; 0, false, no or off."
                ))
            return nil
        }
    }

    mutating func count(_ name: String) -> Int? {
        guard let (name, text) = value(name) else { return nil }
        guard let number = Int(text), number >= 0 else {
            problems.append(SettingsProblem(name, "'\(text)' is not a whole number of 0 or more."))
            return nil
        }
        return number
    }
}

extension StringProtocol {
    /// Without the ASCII white space at both ends.
    var trimmed: String {
        let isBlank = { (byte: UInt8) in byte == 32 || (9...13).contains(byte) }
        let bytes = Array(utf8).drop(while: isBlank)
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? bytes.startIndex
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
