import ApusTemplates
import ApusValues
import Fuzzing

// The input is a pattern and a text with a zero byte between them. The text also goes through all
// validators, and is read as JSON.
runFuzzer { bytes in
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let source = String(decoding: parts[0], as: UTF8.self)
    let text = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : source

    if let pattern = try? Pattern(source), let match = try? pattern.firstMatch(in: text) {
        check(match.groups.first.flatMap { $0 }.map { text.unicodeContains($0) } == true, source)
        check((try? pattern.matches(in: text)) == true, source)
    }

    let validators: [Validator<String>] = [
        .email, .url, .slug, .unicodeSlug, .ipAddress, .domainName, .domainName(acceptIDNA: false),
        .integer, .commaSeparatedIntegers, .integerList(separator: "; ", allowNegative: true),
        .noNullCharacters, .fileExtension(["a"]), .minLength(3), .maxLength(3),
    ]
    for validator in validators { _ = try? validator(text) }

    if (try? Validator.ipAddress(text)) != nil {
        let canonical = InternetAddress.canonical(text)
        check(canonical != nil, text)
        check(canonical.flatMap(InternetAddress.canonical) == canonical, text)
    }

    if let value = try? DynamicValue(json: bytes) {
        var writer = JSONWriter()
        guard (try? writer.write(value)) != nil else { return }
        var again = JSONWriter()
        guard let read = try? DynamicValue(json: writer.bytes) else {
            return check(false, "JSON that is not read again")
        }
        check((try? again.write(read)) != nil && again.bytes == writer.bytes, "other JSON")
    }
}

extension String {
    /// Whether the scalars of `part` stand in a row somewhere.
    func unicodeContains(_ part: String) -> Bool {
        part.isEmpty
            || unicodeScalars.split(
                separator: part.unicodeScalars, maxSplits: 1, omittingEmptySubsequences: false
            ).count == 2
    }
}
