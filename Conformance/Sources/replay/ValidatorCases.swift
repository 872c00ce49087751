import Apus

/// Validators with their messages and codes: `validators.json`.
struct ValidatorCases: Subject {
    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        let value = DynamicValue(case: item["value"] ?? .null)
        guard let check = Check(item) else { return .skipped("identity of Python's objects") }
        let expected: String
        if item["valid"]?.bool == true {
            expected = "valid"
        } else {
            let messages = (item["messages"]?.array ?? []).compactMap(\.string)
            expected = "\(messages.joined(separator: "; ")) [\(item["code"]?.string ?? "")]"
        }
        let got: String
        do {
            try check.run(value)
            got = "valid"
        } catch let error as ValidationError {
            got =
                "\(error.messages.joined(separator: "; ")) "
                + "[\(error.codes.joined(separator: ", "))]"
        }
        return .compare(expected, got)
    }
}

/// A validator by Django's name, and how values of any type are handed to it.
private struct Check {
    let run: (DynamicValue) throws -> Void

    private init(_ run: @escaping (DynamicValue) throws -> Void) { self.run = run }

    init?(_ item: JSON) {
        let arguments = Arguments(item)
        switch item["validator"]?.string ?? "" {
        case "validate_integer": self.init(arguments.worded(.integer), takesAll: true)
        case "validate_email": self.init(.email)
        case "EmailValidator":
            let hosts = arguments.texts(2, "allowlist") ?? ["localhost"]
            self.init(arguments.worded(.email(allowing: Set(hosts)), message: 0, code: 1))
        case "validate_slug": self.init(.slug, takesAll: true)
        case "validate_unicode_slug": self.init(.unicodeSlug, takesAll: true)
        case "validate_ipv4_address": self.init(.ipv4Address)
        case "validate_ipv6_address": self.init(.ipv6Address)
        case "validate_ipv46_address": self.init(.ipAddress)
        case "validate_comma_separated_integer_list":
            self.init(.commaSeparatedIntegers, takesAll: true)
        case "int_list_validator":
            self.init(
                arguments.worded(
                    .integerList(
                        separator: arguments[0, "sep"]?.description ?? ",",
                        allowNegative: arguments[3, "allow_negative"]?.isTrue ?? false),
                    message: 1, code: 2),
                takesAll: true)
        case "validate_domain_name": self.init(.domainName)
        case "DomainNameValidator":
            let accepts = arguments[-1, "accept_idna"]?.isTrue ?? true
            self.init(arguments.worded(.domainName(acceptIDNA: accepts)))
        case "URLValidator":
            self.init(
                arguments.worded(
                    arguments.texts(0, "schemes").map { .url(schemes: $0) } ?? .url))
        case "RegexValidator":
            let flags = Int(arguments[4, "flags"]?.description ?? "") ?? 0
            self.init(
                arguments.worded(
                    .regex(
                        arguments[0, "regex"]?.description ?? "", ignoringCase: flags & 2 != 0,
                        inverse: arguments[3, "inverse_match"]?.isTrue ?? false),
                    message: 1, code: 2),
                takesAll: true)
        case "ProhibitNullCharactersValidator":
            self.init(arguments.worded(.noNullCharacters, message: 0, code: 1), takesAll: true)
        case "FileExtensionValidator":
            guard let allowed = arguments.texts(0, "allowed_extensions") else {
                self.init { _ in }
                return
            }
            self.init(
                arguments.worded(.fileExtension(allowed), message: 1, code: 2), takesAll: true)
        case "MinLengthValidator":
            self.init(arguments.worded(.minLength(arguments.integer(0, "limit_value")), message: 1))
        case "MaxLengthValidator":
            self.init(arguments.worded(.maxLength(arguments.integer(0, "limit_value")), message: 1))
        case "DecimalValidator":
            let validator = Validator<DecimalNumber>.decimal(
                digits: arguments[0, "max_digits"]?.integer,
                places: arguments[1, "decimal_places"]?.integer)
            self.init { try validator(DecimalNumber($0.description) ?? DecimalNumber(0)) }
        case "MinValueValidator": self.init(limit: arguments, isLeast: true)
        case "MaxValueValidator": self.init(limit: arguments, isLeast: false)
        case "StepValueValidator": self.init(step: arguments)
        default: return nil
        }
    }

    /// A rule for text. Django's patterns look at the text of any value; others refuse what is no
    /// text, which Swift's types don't let through.
    private init(_ validator: Validator<String>, takesAll: Bool = false) {
        self.init { value in
            switch value {
            case .string(let text): try validator(text)
            case _ where takesAll: try validator(value.description)
            default: try validator("\0")
            }
        }
    }

    private init(limit arguments: Arguments, isLeast: Bool) {
        let limit = arguments[0, "limit_value"] ?? .null
        func rule<Value: Comparable & Sendable>(_ limit: Value) -> Validator<Value> {
            arguments.worded(isLeast ? .minValue(limit) : .maxValue(limit), message: 1)
        }
        self.init { value in
            switch (limit, value) {
            case (.int(let limit), .int(let value)): try rule(limit)(value)
            case (.dateTime(let limit), .dateTime(let value)):
                try rule(limit.instant)(value.instant)
            case (.day(let limit), .day(let value)): try rule(limit)(value)
            case (.string(let limit), .string(let value)): try rule(limit)(value)
            case (.double(let limit), .double(let value)): try rule(limit)(value)
            default:
                let sides = (Decimal(string: limit.description), Decimal(string: value.description))
                if case (let limit?, let value?) = sides { try rule(limit)(value) }
            }
        }
    }

    private init(step arguments: Arguments) {
        let size = arguments[0, "limit_value"] ?? .null
        let offset = arguments[2, "offset"]
        self.init { value in
            switch (size, value) {
            case (.int(let size), .int(let value)):
                try arguments.worded(.step(size, from: offset?.integer), message: 1)(value)
            case (.decimal, _), (_, .decimal):
                guard let size = Decimal(string: size.description),
                    let value = Decimal(string: value.description)
                else { return }
                let start = offset.flatMap { Decimal(string: $0.description) }
                try arguments.worded(.step(size, from: start), message: 1)(value)
            default:
                guard let size = Double(size.description), let value = Double(value.description)
                else { return }
                let start = offset.flatMap { Double($0.description) }
                try arguments.worded(.step(size, from: start), message: 1)(value)
            }
        }
    }
}

/// What a validator was made with, by place or by name.
private struct Arguments {
    let places: [DynamicValue]
    let names: JSON

    init(_ item: JSON) {
        places = (item["args"]?.array ?? []).map { DynamicValue(case: $0) }
        names = item["kwargs"] ?? .object([])
    }

    subscript(place: Int, name: String) -> DynamicValue? {
        if let named = names[name] {
            return named.isNull ? nil : DynamicValue(case: named)
        }
        guard places.indices.contains(place) else { return nil }
        if case .null = places[place] { return nil }
        return places[place]
    }

    func integer(_ place: Int, _ name: String) -> Int { self[place, name]?.integer ?? 0 }

    func texts(_ place: Int, _ name: String) -> [String]? {
        guard case .list(let items) = self[place, name] else { return nil }
        return items.map(\.description)
    }

    /// The validator with the message and the code that the arguments give.
    func worded<Value>(
        _ validator: Validator<Value>, message: Int = -1, code: Int = -1
    ) -> Validator<Value> {
        let message = self[message, "message"]?.description
        let code = self[code, "code"]?.description
        guard message != nil || code != nil else { return validator }
        return Validator { value in
            do {
                try validator(value)
            } catch let error as ValidationError {
                if let message {
                    try validator.saying(message, code: code)(value)
                }
                throw ValidationError(
                    error.messages[0], code: code ?? error.codes[0],
                    parameters: error.problems[0].parameters)
            }
        }
    }
}

extension DynamicValue {
    fileprivate var integer: Int? { if case .int(let number) = self { number } else { nil } }
}
