import ApusTemplates
import ApusValues
import Fuzzing

/// What the templates see: a value of each kind.
let context: DynamicDictionary = [
    "text": "a <b> & 'c' \"d\" é 日本", "html": DynamicValue.html("<i>x</i>"), "number": 42,
    "large": Int.max, "small": Int.min, "fraction": -1.5,
    "nan": Double.nan, "huge": 1e300, "yes": true, "none": DynamicValue.null,
    "list": [3, 1, 2], "pairs": [["a", "b"], ["c", "d"]],
    "dictionary": DynamicDictionary(dictionaryLiteral: ("key", "value"), ("other", 7)),
    "rows": [["n": 1, "name": "x"], ["n": 2, "name": "y"]] as [DynamicDictionary],
    "day": CivilDate(year: 2024, month: 2, day: 29),
    "time": TimeOfDay(hour: 23, minute: 59, second: 59, microsecond: 999_999),
    "moment": CivilDateTime(
        date: CivilDate(year: 1, month: 1, day: 1), time: TimeOfDay(hour: 0, minute: 0),
        zone: Zone(named: "America/Chicago")),
    "duration": Duration.seconds(90_061), "bytes": DynamicValue.bytes([0, 255, 65]),
    "decimal": DecimalNumber("123456789012345678901234567890.5") ?? DecimalNumber(0),
]

let environment = RenderEnvironment(
    reverseURL: { name, _, _ in "/" + name }, staticPrefix: "/static/", csrfToken: { "token" },
    query: { MultiValueDictionary([("a", "1"), ("b", "2")]) })

/// A place outside the template it names would send people to lines that are not there.
func checkPlace(_ error: TemplateError, _ templates: [String: String]) {
    guard let name = error.template, let line = error.line, let column = error.column else {
        return
    }
    guard let text = templates[name] else { return }
    let lines = text.utf8.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    check(line >= 1 && line <= lines, "line \(line) of \(lines)")
    check(column >= 1 && column <= text.unicodeScalars.count + 1, "column \(column)")
    check(error.excerpt.contains { $0.number == line } || text.isEmpty, "no excerpt")
}

// The input is up to three templates with a zero byte between them; the first is rendered.
runFuzzer { bytes in
    let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    var templates: [String: String] = [:]
    for (name, part) in zip(["main", "other", "third"], parts) {
        templates[name] = String(decoding: part.prefix(2000), as: UTF8.self)
    }
    let engine = Engine(
        loaders: [.dictionary(templates)], reloadsChangedFiles: true, stringIfInvalid: "")
    // The engine and the templates that it keeps hold each other.
    defer { engine.removeCachedTemplates() }
    do {
        _ = try engine.template(named: "main").render(context, environment: environment)
    } catch let error as TemplateError {
        checkPlace(error, templates)
    } catch {
        preconditionFailure("not a TemplateError: \(error)")
    }
}
