import Apus

/// Templates rendered with a context: `templates_own.json`, `templates_djtests.json`.
struct TemplateCases: Subject {
    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        var templates: [String: String] = [:]
        for (name, text) in item["templates"]?.object ?? [] { templates[name] = text.string }
        let engine = Engine(
            loaders: [.dictionary(templates)], autoescape: item["autoescape"]?.bool ?? true,
            stringIfInvalid: item["string_if_invalid"]?.string ?? "")
        let settings = item["settings"]
        let zone = Zone(named: "America/Chicago") ?? .utc
        let environment = RenderEnvironment(
            staticPrefix: settings?["STATIC_URL"]?.string ?? "/static/",
            mediaPrefix: settings?["MEDIA_URL"]?.string ?? "", zone: zone)
        guard settings?["URLIZE_ASSUME_HTTPS"]?.bool != false else {
            return .skipped("a transitional setting that Apus does not have: links are https")
        }
        var context = DynamicDictionary()
        for (name, value) in item["context"]?.object ?? [] {
            context[name] = DynamicValue(case: value)
        }
        let output: Result<String, any Error> = Result {
            let template = try engine.template(named: item["render"]?.string ?? "")
            return String(
                decoding: try template.render(context, environment: environment), as: UTF8.self)
        }
        guard let kind = item["expect_error"]?.string else {
            return .compare(item["expect"]?.string ?? "", try output.get())
        }
        switch output {
        case .success(let text): return .failed(expected: kind, got: text.debugDescription)
        case .failure(let error):
            let got = (error as? TemplateError)?.kind
            let isRight =
                switch kind {
                case "TemplateSyntaxError": got == .syntax
                case "TemplateDoesNotExist": got == .doesNotExist
                default: got != nil
                }
            return isRight ? .passed : .failed(expected: kind, got: "\(error)")
        }
    }
}
