import ApusTemplates
import ApusValues

/// What `text` renders to.
func render(
    _ text: String, _ context: [String: any DynamicValueConvertible] = [:],
    templates: [String: String] = [:], stringIfInvalid: String = "",
    environment: RenderEnvironment = .empty
) throws -> String {
    let engine = Engine(loaders: [.dictionary(templates)], stringIfInvalid: stringIfInvalid)
    return try engine.compile(text, name: "main").renderString(context, environment: environment)
}

/// What compiling or rendering `text` fails with, as `template:line:column: message`.
func failure(
    _ text: String, _ context: [String: any DynamicValueConvertible] = [:],
    templates: [String: String] = [:]
) -> String {
    do {
        return "rendered: " + (try render(text, context, templates: templates))
    } catch {
        return "\(error)"
    }
}

/// An object with the members that a test gives it.
struct TestObject: DynamicObject, DynamicValueConvertible {
    var name: String
    var members: DynamicDictionary = [:]
    var failing: String?

    struct Unreachable: Error, CustomStringConvertible {
        var description: String { "the database is away" }
    }

    var description: String { name }
    var dynamicValue: DynamicValue { .object(self) }

    func value(ofMember name: String) throws -> DynamicValue? {
        if name == failing { throw Unreachable() }
        return members[name]
    }
}

/// A value of each kind, the same that Django was given for the outputs in `Django…Tests`.
var sampleContext: [String: any DynamicValueConvertible] {
    [
        "text": "a <b> & 'c' \"d\"", "html": DynamicValue.html("<i>x</i>"), "number": 42,
        "negative": -7, "zero": 0, "fraction": 1.5, "yes": true, "no": false,
        "none": DynamicValue.null, "empty": "", "list": [3, 1, 2], "words": ["b", "a <b>", "c"],
        "nothing": [Int](), "pairs": [["a", "1"], ["b", "2"]],
        "rows": [["n": 2, "name": "x"], ["n": 1, "name": "y"], ["n": 2, "name": "z"]]
            as [DynamicDictionary],
        "dictionary": DynamicDictionary(
            dictionaryLiteral: ("key", "value"), ("other", 7), ("0", "zero")),
        "lines": "one\ntwo\n\nthree", "long": "The quick brown fox jumps",
        "day": CivilDate(year: 2024, month: 2, day: 29),
        "time": TimeOfDay(hour: 7, minute: 5, second: 9),
        "moment": CivilDateTime(
            date: CivilDate(year: 2024, month: 12, day: 31),
            time: TimeOfDay(hour: 23, minute: 59, second: 58), zone: .utc),
    ]
}
