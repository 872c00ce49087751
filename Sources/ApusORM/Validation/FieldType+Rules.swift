import ApusValues
import FoundationEssentials

extension FieldType {
    /// How many characters a text of the type may have, where that is limited.
    var maxLength: Int? {
        switch self {
        case .text(let length): length
        case .slug(let length), .email(let length), .url(let length), .filePath(let length): length
        default: nil
        }
    }

    /// What the type demands of its values beyond their length.
    var rules: [@Sendable (SQLValue) throws -> Void] {
        switch self {
        case .email: [text(.email)]
        case .url: [text(.url)]
        case .slug: [text(.slug)]
        case .ipAddress: [text(.ipAddress)]
        case .positiveSmallInteger, .positiveInteger, .positiveBigInteger:
            [
                { value in
                    if case .integer(let number) = value {
                        try Validator<Int64>.minValue(0)(number)
                    }
                }
            ]
        case .decimal(let digits, let places):
            [
                { value in
                    let number = DecimalNumber(try Decimal(storedAs: value).description)
                    try Validator<DecimalNumber>.decimal(digits: digits, places: places)(
                        number ?? DecimalNumber(0))
                }
            ]
        default: []
        }
    }

    private func text(_ validator: Validator<String>) -> @Sendable (SQLValue) throws -> Void {
        { value in
            if case .text(let text) = value { try validator(text) }
        }
    }
}
