import Apus

/// Calls of the functions that mask, unmask and compare tokens against forgery.
struct CSRFCases: Subject {
    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        let arguments = (item["args"]?.array ?? []).compactMap(\.string)
        let expected = item["expect"] ?? .null
        switch (item["fn"]?.string, arguments.count) {
        case ("_unmask_cipher_token", 1):
            return .compare(expected, .string(CSRFToken.unmask(arguments[0])))
        case ("_does_token_match", 2):
            return .compare(expected, .bool(CSRFToken.matches(arguments[0], arguments[1])))
        case ("_check_token_format", 1):
            do {
                try CSRFToken.checkFormat(arguments[0])
                return item["expect_error"] == nil
                    ? .passed : .failed(expected: "InvalidTokenFormat", got: "none")
            } catch {
                return item["expect_error"] == nil
                    ? .failed(expected: "\(expected)", got: error.reason) : .passed
            }
        default: return .skipped("not a function that is known")
        }
    }
}
