public import FoundationEssentials

extension Validator where Value == Decimal {
    /// At most so many digits, and at most so many of them behind the point.
    public static func decimal(digits: Int? = nil, places: Int? = nil) -> Validator {
        Validator { value in
            try checkDigits(DecimalNumber(value.description), digits: digits, places: places)
        }
    }

    /// `offset` and so many steps.
    public static func step(_ size: Decimal, from offset: Decimal? = nil) -> Validator {
        Validator { value in
            let distance = value - (offset ?? 0)
            let steps = DecimalNumber((distance / size).description)?.rounded(toPlaces: 0)
            let nearest = steps.flatMap { Decimal(string: $0.plain) } ?? 0
            let rest = distance - nearest * size
            if size == 0 || abs(rest) <= Decimal(sign: .plus, exponent: -9, significand: 1) {
                return
            }
            throw stepError(
                size, offset, offset.map { [$0, $0 + size, $0 + 2 * size].map { "\($0)" } })
        }
    }
}

extension Validator where Value == DecimalNumber {
    /// At most so many digits, and at most so many of them behind the point.
    public static func decimal(digits: Int? = nil, places: Int? = nil) -> Validator {
        Validator { try checkDigits($0, digits: digits, places: places) }
    }
}

private func checkDigits(
    _ number: DecimalNumber?, digits limit: Int?, places placesLimit: Int?
) throws {
    guard let number, number.kind == .finite else {
        throw ValidationError("Enter a number.")
    }
    let written = number.digits.count
    var digits = written
    var places = 0
    if number.exponent >= 0 {
        if !number.isZero { digits += number.exponent }
    } else {
        places = -number.exponent
        digits = max(written, places)
    }
    func refuse(_ maximum: Int, _ what: String, _ tail: String, _ code: String) -> ValidationError {
        ValidationError(
            "Ensure that there are no more than \(maximum) \(what)\(maximum == 1 ? "" : "s")\(tail).",
            code: code, parameters: ["max": "\(maximum)", "value": number.description])
    }
    if let limit, digits > limit { throw refuse(limit, "digit", " in total", "max_digits") }
    if let placesLimit, places > placesLimit {
        throw refuse(placesLimit, "decimal place", "", "max_decimal_places")
    }
    if let limit, let placesLimit, digits - places > limit - placesLimit {
        throw refuse(
            limit - placesLimit, "digit", " before the decimal point", "max_whole_digits")
    }
}
