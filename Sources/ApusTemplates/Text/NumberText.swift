internal import ApusValues

/// `number` as a page shows it.
func numberText(_ number: Double) -> String {
    let text = pythonText(of: number)
    guard text.utf8.contains(UInt8(ascii: "e")), let decimal = DecimalNumber(text) else {
        return text
    }
    return numberText(decimal)
}

/// `number` as a page shows it: without an exponent unless it has more than 200 digits.
func numberText(_ number: DecimalNumber) -> String {
    guard number.kind == .finite else { return number.description }
    if abs(number.exponent) + number.digits.count > 200 { return number.scientific }
    return number.plain
}
