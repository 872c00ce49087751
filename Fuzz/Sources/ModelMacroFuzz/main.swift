import ApusModelSyntax
import Fuzzing

/// The macros with the roles that the compiler asks of them.
private let roles = [
    ("ModelMacro", "member"), ("ModelMacro", "extension"), ("FieldMacro", "peer"),
    ("ReverseMacro", "accessor"), ("PlainReverseMacro", "accessor"),
    ("OneReverseMacro", "accessor"), ("ManyReverseMacro", "accessor"),
    ("ModelMacro", "memberAttribute"), ("ManyToManyMacro", "accessor"),
]

/// Bytes as a declaration of each macro, and as a message of the compiler.
runFuzzer { input in
    let bytes = Array(input)
    for (macro, role) in roles {
        let expansion = Expansion.of(
            macro: macro, role: role, declaration: bytes,
            location: SourceLocation(file: "/site/Models.swift", line: 3), extendedType: "Sample")
        for diagnostic in expansion.diagnostics {
            check(diagnostic.range.upperBound <= bytes.count, "a diagnostic points elsewhere")
        }
        if expansion.diagnostics.isEmpty, let source = expansion.source {
            check(SourceText(source).isBalanced, "an expansion is not balanced: \(source)")
        }
    }
    var session = PluginSession()
    let answer = session.answer(to: bytes)
    check(answer.first == UInt8(ascii: "{"), "a message has no answer")
    check(session.answer(to: bytes).count >= 2, "a message has no second answer")
}
