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
