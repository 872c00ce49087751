extension String {
    /// The name as an SQL identifier: in double quotes, with those inside doubled.
    package var quotedName: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}

extension SQLValue {
    /// The value as an SQL literal.
    package var literal: String {
        switch self {
        case .null: "NULL"
        case .integer(let value): "\(value)"
        case .real(let value): value.isFinite ? "\(value)" : "NULL"
        case .text(let value): "'" + value.replacing("'", with: "''") + "'"
        case .blob(let bytes): "X'" + bytes.map(\.hexadecimal).joined() + "'"
        }
    }
}

extension UInt8 {
    fileprivate var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}
