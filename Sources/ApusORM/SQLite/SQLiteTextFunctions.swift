import ApusValues
import CSQLite
import FoundationEssentials

/// Functions of text: patterns, padding, digests, UUIDs.
let textFunctions: [SQLFunction] = [
    SQLFunction("regexp", 2) { call in
        guard let pattern = call.text(0), let text = call.text(1) else { return .null }
        let expression = try CompiledExpression.of(call, pattern)
        return .integer(try expression.matches(text) ? 1 : 0)
    },
    SQLFunction("apus_lpad", 3) { call in
        guard let text = call.text(0), let length = call.integer(1), let fill = call.text(2)
        else { return .null }
        let missing = try checkedLength(length) - text.unicodeScalars.count
        if missing <= 0 { return .text(prefix(of: text, Int(length))) }
        return .text(padding(fill, missing) + text)
    },
    SQLFunction("apus_rpad", 3) { call in
        guard let text = call.text(0), let length = call.integer(1), let fill = call.text(2)
        else { return .null }
        let missing = try checkedLength(length) - text.unicodeScalars.count
        if missing <= 0 { return .text(prefix(of: text, Int(length))) }
        return .text(text + padding(fill, missing))
    },
    SQLFunction("apus_repeat", 2) { call in
        guard let text = call.text(0), let count = call.integer(1) else { return .null }
        let (length, overflow) = Int64(text.utf8.count).multipliedReportingOverflow(
            by: max(0, count))
        if overflow { throw FunctionError("the text would be too long") }
        _ = try checkedLength(length)
        return .text(String(repeating: text, count: Int(max(0, count))))
    },
    SQLFunction("apus_reverse", 1) { call in
        guard let text = call.text(0) else { return .null }
        return .text(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
    },
    SQLFunction("apus_bitxor", 2) { call in
        guard let left = call.integer(0), let right = call.integer(1) else { return .null }
        return .integer(left ^ right)
    },
    SQLFunction("apus_uuid4", 0, isDeterministic: false) { _ in
        .text(uuid(.random(in: 0 ... .max), version: 4))
    },
    SQLFunction("apus_uuid7", 0, isDeterministic: false) { _ in
        // Milliseconds in 48 bits, then chance (RFC 9562, section 5.7).
        let milliseconds = UInt64(max(0, Date.now.timeIntervalSince1970 * 1000))
        return .text(uuid(milliseconds << 16 | .random(in: 0..<1 << 16), version: 7))
    },
    digest("md5") { MD5.hexadecimal($0) },
    digest("sha1") { SHA1.hexadecimal($0) },
    digest("sha224") { SHA2.hexadecimal224($0) },
    digest("sha256") { SHA2.hexadecimal256($0) },
    digest("sha384") { SHA2.hexadecimal384($0) },
    digest("sha512") { SHA2.hexadecimal512($0) },
]

private func digest(
    _ name: String, _ compute: @escaping @Sendable (String.UTF8View) -> String
) -> SQLFunction {
    SQLFunction("apus_\(name)", 1) { call in
        guard let text = call.text(0) else { return .null }
        return .text(compute(text.utf8))
    }
}

/// 32 hexadecimal digits, `high` the first half of them and chance the second.
private func uuid(_ high: UInt64, version: UInt64) -> String {
    let halves = [
        high & ~0xF000 | version << 12, UInt64.random(in: 0 ... .max) >> 2 | 1 << 63,
    ]
    return halves.map { half in
        let digits = String(half, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}

/// Texts that SQL makes longer stay below 100 MB.
private func checkedLength(_ length: Int64) throws -> Int {
    guard length <= 100_000_000 else { throw FunctionError("the text would be too long") }
    return Int(max(0, length))
}

private func prefix(of text: String, _ count: Int) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(0, count))))
}

private func padding(_ fill: String, _ count: Int) -> String {
    let scalars = Array(fill.unicodeScalars)
    if scalars.isEmpty { return "" }
    var padding = String.UnicodeScalarView()
    for index in 0..<count { padding.append(scalars[index % scalars.count]) }
    return String(padding)
}

/// A regular expression that SQLite keeps while a statement runs with the same pattern.
private final class CompiledExpression {
    private let pattern: Pattern

    private init(_ text: String) throws {
        do {
            pattern = try Pattern(text)
        } catch {
            throw FunctionError("invalid regular expression '\(text)': \(error)")
        }
    }

    func matches(_ text: String) throws -> Bool {
        do {
            return try pattern.matches(in: text)
        } catch {
            throw FunctionError("\(error)")
        }
    }

    static func of(_ call: FunctionCall, _ pattern: String) throws -> CompiledExpression {
        if let kept = sqlite3_get_auxdata(call.context, 0) {
            return Unmanaged<CompiledExpression>.fromOpaque(kept).takeUnretainedValue()
        }
        let expression = try CompiledExpression(pattern)
        sqlite3_set_auxdata(
            call.context, 0, Unmanaged.passRetained(expression).toOpaque(),
            { $0.map { Unmanaged<CompiledExpression>.fromOpaque($0).release() } })
        return expression
    }
}
