/// How one case went.
enum Outcome {
    case passed
    case failed(expected: String, got: String)
    /// The subject is not built yet, or is Python's own; never because it fails.
    case skipped(String)

    /// Compares what Django gave with what Apus gives.
    static func compare<Value: Equatable>(_ expected: Value, _ got: Value) -> Outcome {
        expected == got ? .passed : .failed(expected: "\(expected)", got: "\(got)")
    }
}

/// What replays the cases of one file: one type per subject, in a file of its own.
protocol Subject: SendableMetatype {
    /// Made once per file; `file` is the whole document, with the parts that its cases share.
    init(file: JSON) throws

    /// Runs one case against Apus's public API. Throwing is a failure.
    mutating func replay(_ item: JSON) throws -> Outcome
}

/// The subjects by the name of their file, without `.json`.
let subjects: [String: any Subject.Type] = [
    "csrf_djtests": CSRFCases.self,
    "dates_own": DateCases.self,
    "dates_parse_format": DateCases.self,
    "deploy_checks": DeployCases.self,
    "filters_calls_djtests": TextCases.self,
    "http_behaviour": HTTPBehaviourCases.self,
    "http_primitives": HTTPPrimitiveCases.self,
    "migrations": MigrationCases.self,
    "numberformat_humanize": NumberCases.self,
    "orm_queries": ORMCases.self,
    "paginator": PaginatorCases.self,
    "templates_djtests": TemplateCases.self,
    "templates_own": TemplateCases.self,
    "urls": URLCases.self,
    "utils_http": HTTPUtilityCases.self,
    "utils_text_html": TextCases.self,
    "validators": ValidatorCases.self,
]

/// Stands for a subject that is not built yet.
struct UnbuiltSubject: Subject {
    init(file: JSON) {}
    func replay(_ item: JSON) -> Outcome { .skipped("not built yet") }
}
