import Apus

/// Replays the JSON responses of `http_primitives`. Apus writes no blanks between the parts of JSON,
/// so what is compared is what the JSON says.
enum JSONResponseCases {
    static func replay(_ item: JSON) throws -> Outcome {
        if item["expect_error"] != nil {
            return .skipped("Python's own: lists are refused unless safe is False")
        }
        let object = item["object"] ?? .null
        let response: Response
        switch DynamicValue(case: object) {
        case .dictionary(let members): response = try .json(members)
        case .list(let items): response = try .json(items)
        default: return .skipped("Apus answers objects and lists")
        }
        let expected = try JSON(parsing: Array((item["expect"]?.string ?? "").utf8))
        return .compare(expected, try JSON(parsing: response.body.bytes ?? []))
    }
}
