import ApusHTTP
import ApusORM
import ApusTemplates
import ApusValues

/// In debug: all that is known about an error.
extension SiteCore {
    /// The technical page for `error`.
    func failurePage(
        _ error: any Error, _ request: Request, status: Status = .internalServerError
    ) -> Response {
        let match = request.match
        let chain = ErrorChain(error)
        let folder = settings.projectFolder
        let log = request.state?.with { $0.queries }?.entries ?? []
        let total = log.reduce(0.0) { $0 + Self.milliseconds($1.duration) }
        var context: DynamicDictionary = [
            "type": chain.links[0].type, "message": chain.links[0].message,
            "path": request.path, "method": request.method.name,
            "url": Self.shownURL(request), "view": match?.shownName ?? "",
            "view_source": match?.leaf.source ?? "",
            "chain": DynamicValue.list(chain.links.map { $0.dynamicValue(folder) }),
            "queries": DynamicValue.list(
                zip(log, QueryOrigins.places(of: log, in: folder)).map(Self.row)),
            "query_time": Self.decimal(total), "request_data": requestData(request),
            "settings": Self.rows(settings.shown),
        ]
        if let template = chain.template { context["template"] = Self.value(of: template) }
        return framework("apus/debug/500.html", status, context)
    }

    private static func value(of error: TemplateError) -> DynamicValue {
        .dictionary([
            "name": error.template ?? "", "path": error.path ?? "", "line": error.line ?? 0,
            "tried": error.tried,
            "included": error.includedFrom.map { "\($0.template), line \($0.line)" },
            "lines": DynamicValue.list(
                error.excerpt.map {
                    .dictionary([
                        "number": $0.number, "text": $0.text, "hit": $0.number == error.line,
                    ])
                }),
        ])
    }

    private static func row(of entry: QueryLog.Entry, from place: String?) -> DynamicValue {
        .dictionary([
            "place": place ?? "",
            "sql": entry.sql, "milliseconds": decimal(milliseconds(entry.duration)),
            "bindings": entry.bindings.map(text).joined(separator: ", "),
        ])
    }

    private static func text(of value: SQLValue) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): "'\(text)'"
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        let parts = duration.components
        return Double(parts.seconds) * 1000 + Double(parts.attoseconds) / 1e15
    }

    /// With two digits after the point.
    private static func decimal(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    private func requestData(_ request: Request) -> DynamicValue {
        let groups: [(String, [(String, String)])] = [
            ("GET", request.query.parameters.map { ($0.name, $0.value) }),
            (
                "POST",
                request.form.fields.parameters.map { ($0.name, Self.hidden($0.name, $0.value)) }
            ),
            ("Cookies", request.cookies.sorted { $0.key < $1.key }.map { ($0, $1) }),
            ("Headers", request.headers.map { ($0.name, Self.hidden($0.name, $0.value)) }),
        ]
        return .list(
            groups.map { title, rows in
                .dictionary(["title": title, "rows": Self.rows(rows)])
            })
    }

    private static func rows(_ rows: [(String, String)]) -> DynamicValue {
        .list(rows.map { .dictionary(["name": $0.0, "value": $0.1]) })
    }

    /// The value unless its name says that it is a secret.
    private static func hidden(_ name: String, _ value: String) -> String {
        let name = name.lowercased()
        let isSecret = ["password", "secret", "token", "authorization", "api_key", "apikey"]
            .contains { name.contains($0) }
        return isSecret ? "••••••••" : value
    }
}

/// An error and those that it came from.
struct ErrorChain {
    struct Link {
        let type: String
        let message: String
        let place: String
        let sql: String
        let error: any Error

        /// For the page of a site in `folder`.
        func dynamicValue(_ folder: String) -> DynamicValue {
            let trace = ThrownTrace(of: error, in: folder)
            let template = place.isEmpty ? nil : place
            return .dictionary([
                "type": type, "message": message, "sql": sql, "missing": trace.missing ?? "",
                "place": template ?? trace.own.first?.shownPlace(folder) ?? "",
                "own": DynamicValue.list(trace.own.map { $0.dynamicValue(folder) }),
                "others": DynamicValue.list(trace.others.map { $0.dynamicValue(folder) }),
            ])
        }
    }

    /// The outermost first; never empty.
    private(set) var links: [Link] = []
    /// The innermost error of a template.
    private(set) var template: TemplateError?

    init(_ error: any Error) {
        var next: (any Error)? = error
        while let error = next, links.count < 20 {
            if let error = error as? TemplateError { template = error }
            links.append(Self.link(error))
            next = Self.underlying(error)
        }
    }

    private static func link(_ error: any Error) -> Link {
        let type = String(reflecting: Swift.type(of: error))
        switch error {
        case let error as TemplateError:
            let place = error.template.map { "\($0):\(error.line.map(String.init) ?? "?")" }
            return Link(
                type: type, message: error.message, place: place ?? "", sql: "",
                error: error)
        case let error as DatabaseError:
            let advice = error.advice.isEmpty ? "" : "\n\(error.advice)"
            return Link(
                type: type, message: error.message + advice, place: "", sql: error.sql ?? "",
                error: error)
        default: return Link(type: type, message: "\(error)", place: "", sql: "", error: error)
        }
    }

    /// The error that `error` came from: what it keeps under one of the usual names.
    private static func underlying(_ error: any Error) -> (any Error)? {
        if let error = error as? TemplateError { return error.underlying }
        for child in Mirror(reflecting: error).children
        where ["underlying", "underlyingError", "cause"].contains(child.label) {
            return child.value as? any Error
        }
        return nil
    }
}
