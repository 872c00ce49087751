/// A rule for values: throws a `ValidationError` for those that break it.
///
///     let even = Validator<Int> { number in
///         if number % 2 != 0 { throw ValidationError("Enter an even number.", code: "odd") }
///     }
///
/// Django's are here under their names: `.email`, `.url()`, `.minValue(1)`, `.maxLength(20)`.
public struct Validator<Value>: Sendable {
    private let rule: @Sendable (Value) throws -> Void

    /// A rule as a closure or a function.
    public init(_ rule: @escaping @Sendable (Value) throws -> Void) { self.rule = rule }

    /// Checks a value. Throws a `ValidationError` where it breaks the rule.
    public func callAsFunction(_ value: Value) throws { try rule(value) }

    /// The same rule with words of your own. In `message`, `%(limit_value)s` and the like stand for
    /// what the rule's own message is made of.
    public func saying(_ message: String, code: String? = nil) -> Validator {
        Validator { value in
            do {
                try rule(value)
            } catch let error as ValidationError {
                throw ValidationError(
                    error.problems.map { problem in
                        .init(
                            message.filled(with: problem.parameters), code: code ?? problem.code,
                            parameters: problem.parameters, field: problem.field)
                    })
            }
        }
    }
}

extension Validator {
    /// A rule that a value meets or not.
    init(
        _ message: String, code: String = "invalid", isMet: @escaping @Sendable (Value) -> Bool
    ) {
        self.init { value in
            if !isMet(value) {
                throw ValidationError(message, code: code, parameters: ["value": "\(value)"])
            }
        }
    }
}

extension String {
    /// The text with `%(name)s` and `%(name)d` replaced by what `parameters` has for the names.
    public func filled(with parameters: [String: String]) -> String {
        guard utf8.contains(UInt8(ascii: "%")) else { return self }
        var text = self
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            text = text.replacing("%(\(name))s", with: value)
                .replacing("%(\(name))d", with: value)
        }
        return text.replacing("%%", with: "%")
    }
}
