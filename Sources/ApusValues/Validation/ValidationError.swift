/// What is wrong with a value, or with the fields of a model or a form: any number of problems, each
/// of a field or of the whole.
///
///     throw ValidationError("The end lies before the start.", code: "order", field: "end")
public struct ValidationError: Error, Hashable, Sendable {
    /// One thing that is wrong.
    public struct Problem: Hashable, Sendable {
        /// What people read.
        public var message: String
        /// What programs tell problems apart by: `invalid`, `max_length`, `unique`.
        public var code: String
        /// What the message was made of, so that another can be: `limit_value`, `show_value`.
        public var parameters: [String: String]
        /// The field that it is about; nil where it is about the whole.
        public var field: String?

        /// A problem from its parts.
        public init(
            _ message: String, code: String = "invalid", parameters: [String: String] = [:],
            field: String? = nil
        ) {
            self.message = message
            self.code = code
            self.parameters = parameters
            self.field = field
        }
    }

    /// The problems in the order in which they were found.
    public var problems: [Problem]

    /// No problem yet.
    public init() { problems = [] }

    /// These problems.
    public init(_ problems: [Problem]) { self.problems = problems }

    /// One problem.
    public init(
        _ message: String, code: String = "invalid", parameters: [String: String] = [:],
        field: String? = nil
    ) {
        problems = [Problem(message, code: code, parameters: parameters, field: field)]
    }

    /// Whether nothing is wrong.
    public var isEmpty: Bool { problems.isEmpty }

    /// What people read, in order.
    public var messages: [String] { problems.map(\.message) }

    /// The problems' codes, in order.
    public var codes: [String] { problems.map(\.code) }

    /// The fields that have problems, in the order of their first.
    public var fields: [String] {
        var fields: [String] = []
        for case let field? in problems.map(\.field) where !fields.contains(field) {
            fields.append(field)
        }
        return fields
    }

    /// The problems of a field; nil stands for the whole.
    public subscript(field: String?) -> [Problem] { problems.filter { $0.field == field } }

    /// Adds another error's problems; `field` is that of those which have none.
    public mutating func add(_ other: ValidationError, field: String? = nil) {
        problems += other.problems.map { problem in
            var problem = problem
            problem.field = problem.field ?? field
            return problem
        }
    }

    /// Does `work` and takes the validation error that it throws; other errors are thrown on.
    public mutating func collect(field: String? = nil, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch let error as ValidationError {
            add(error, field: field)
        }
    }

    /// Throws the error where it has a problem.
    public func throwIfAny() throws(ValidationError) {
        if !isEmpty { throw self }
    }
}

extension ValidationError: CustomStringConvertible {
    /// A line for each problem, its field before it.
    public var description: String {
        problems.map { ($0.field.map { "\($0): " } ?? "") + $0.message }.joined(separator: "\n")
    }
}
