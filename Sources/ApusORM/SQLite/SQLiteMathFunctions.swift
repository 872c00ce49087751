import Glibc

/// SQLite's mathematics, for builds of SQLite that leave them out.
let mathFunctions: [SQLFunction] = [
    one("acos", acos), one("asin", asin), one("atan", atan), one("ceiling", ceil), one("cos", cos),
    one("exp", exp), one("floor", floor), one("ln", log), one("sin", sin), one("sqrt", sqrt),
    one("tan", tan), one("degrees") { $0 * 180 / .pi }, one("radians") { $0 * .pi / 180 },
    two("atan2", atan2), two("mod", fmod), two("power", pow),
    two("log") { log($1) / log($0) },
    SQLFunction("pi", 0) { _ in .real(.pi) },
]

private func one(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> SQLFunction {
    SQLFunction(name, 1) { call in checked(call.real(0).map(body)) }
}

private func two(
    _ name: String, _ body: @escaping @Sendable (Double, Double) -> Double
) -> SQLFunction {
    SQLFunction(name, 2) { call in
        guard let left = call.real(0), let right = call.real(1) else { return .null }
        return checked(body(left, right))
    }
}

/// What has no value is NULL, as in SQLite.
private func checked(_ value: Double?) -> SQLValue {
    guard let value, !value.isNaN else { return .null }
    return .real(value)
}
