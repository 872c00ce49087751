import ApusHTTP

/// Replays `http_primitives`: cookies, query strings, multipart bodies, field values, hosts,
/// redirect safety, Accept.
struct HTTPPrimitiveCases: Subject {
    private var utilities: HTTPUtilityCases

    init(file: JSON) { utilities = HTTPUtilityCases(file: file) }

    mutating func replay(_ item: JSON) throws -> Outcome {
        let expected = item["expect"] ?? .null
        switch item["op"]?.string {
        case "parse_cookie":
            let cookies = Cookie.parse(item["value"]?.string ?? "")
            return .compare(
                expected, JSON.object(cookies.map { ($0.key, .string($0.value)) }))
        case "set_cookie", "delete_cookie": return try replayCookie(item)
        case "querydict": return replayQuery(item)
        case "querydict_urlencode_safe":
            let pairs = (item["pairs"]?.array ?? []).map { $0.array?.compactMap(\.string) ?? [] }
            let parameters = QueryParameters(pairs.map { .init(name: $0[0], value: $0[1]) })
            let safe = ByteSet(item["safe"]?.string ?? "")
            return .compare(expected, .string(parameters.encoded(keeping: safe)))
        case "multipart": return replayMultipart(item)
        case "get_preferred_type":
            let accepted = AcceptedTypes(item["accept"]?.string)
            let types = (item["types"]?.array ?? []).compactMap(\.string)
            let preferred = accepted.preferred(of: types).map(JSON.string) ?? .null
            let accepts = JSON.object(types.map { ($0, .bool(accepted.accepts($0))) })
            return .compare(
                JSON.array([expected, item["accepts"] ?? accepts]),
                JSON.array([preferred, accepts]))
        case "json_response": return try JSONResponseCases.replay(item)
        case let name?:
            return try utilities.replay(
                name, item["args"]?.array ?? [item["value"] ?? item["url"] ?? .null], item)
        case nil: return .skipped("a case without an operation")
        }
    }

    private func replayCookie(_ item: JSON) throws -> Outcome {
        let options = item["kwargs"] ?? .object([])
        let name = item["name"]?.string ?? ""
        let now = HTTPDate(secondsSince1970: item["now"]?.int ?? 0)
        let path = options["path"].map(\.string) ?? "/"
        var sameSite: Cookie.SameSite?
        if let text = options["samesite"]?.string, !text.isEmpty {
            guard let parsed = Cookie.SameSite(rawValue: text.lowercased()) else {
                return .expecting(item, "ValueError")
            }
            sameSite = parsed
        }
        var cookie = Cookie.removing(
            name, path: path, domain: options["domain"]?.string, sameSite: sameSite)
        if item["op"]?.string == "set_cookie" {
            cookie = Cookie(
                name, options["value"].map(text) ?? "", path: path,
                domain: options["domain"]?.string,
                isSecure: options["secure"]?.bool ?? false,
                isHTTPOnly: options["httponly"]?.bool ?? false, sameSite: sameSite)
            cookie.maxAge = options["max_age"].flatMap(seconds)
            if let expires = options["expires"] {
                if let text = expires.string {
                    cookie.expires = HTTPDate(text, now: now)
                } else if let moment = expires["v"]?.string.flatMap(Self.secondsSince1970) {
                    guard cookie.maxAge == nil else { return .expecting(item, "ValueError") }
                    cookie.maxAge = max(0, moment - now.secondsSince1970)
                }
            }
        }
        guard let field = try? cookie.fieldValue(now: now) else {
            return .expecting(item, "CookieError")
        }
        return .compare(
            attributes(item["expect"]?.string ?? ""), attributes(field))
    }

    /// The parts of a Set-Cookie field with the attributes in small letters and sorted.
    private func attributes(_ field: String) -> [String] {
        let parts = field.split(separator: ";").map { String($0.drop { $0 == " " }) }
        return parts.prefix(1) + parts.dropFirst().map { $0.lowercased() }.sorted()
    }

    private func text(_ value: JSON) -> String { value.string ?? value.description }

    private func seconds(_ value: JSON) -> Int? {
        if let microseconds = value["v"]?.int { return microseconds / 1_000_000 }
        return value.double.map { Int($0) }
    }

    /// The seconds of `2024-01-02T03:04:05`, in UTC.
    private static func secondsSince1970(_ text: String) -> Int? {
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count >= 5 else { return nil }
        let months =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
            + ["Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let second = numbers.count > 5 ? numbers[5] : 0
        let date =
            "Mon, \(two(numbers[2])) \(months[numbers[1] - 1]) \(numbers[0]) "
            + "\(two(numbers[3])):\(two(numbers[4])):\(two(second)) GMT"
        return HTTPDate(date, now: HTTPDate(secondsSince1970: 0))?.secondsSince1970
    }

    private func replayQuery(_ item: JSON) -> Outcome {
        let parameters = QueryParameters(item["value"]?.string ?? "")
        let groups = parameters.grouped
        let lists = groups.map { name, values in
            JSON.array([.string(name), .array(values.map(JSON.string))])
        }
        let last = groups.map { ($0.name, JSON.string(parameters[$0.name] ?? "")) }
        return .compare(
            item["expect"] ?? .null,
            .object([
                ("lists", .array(lists)), ("last", .object(last)),
                ("urlencode", .string(parameters.encoded)),
            ]))
    }

    private func replayMultipart(_ item: JSON) -> Outcome {
        var limits = FormLimits()
        for (name, value) in item["settings"]?.object ?? [] {
            switch name {
            case "DATA_UPLOAD_MAX_NUMBER_FIELDS": limits.fieldCount = value.int ?? .max
            case "DATA_UPLOAD_MAX_NUMBER_FILES": limits.fileCount = value.int ?? .max
            case "DATA_UPLOAD_MAX_MEMORY_SIZE": limits.fieldBytes = value.int ?? .max
            default: return .skipped("setting \(name)")
            }
        }
        let body = Base64.decode(item["body_b64"]?.string ?? "") ?? []
        let form: Form
        do throws(FormError) {
            let type = item["content_type"]?.string ?? ""
            form = try MultipartParser(contentType: type, limits: limits).parse(body)
        } catch {
            switch error {
            case .tooManyFields: return .expecting(item, "TooManyFieldsSent")
            case .tooManyFiles: return .expecting(item, "TooManyFilesSent")
            case .fieldsTooLarge: return .expecting(item, "RequestDataTooBig")
            default: return .expecting(item, "MultiPartParserError")
            }
        }
        let fields = form.fields.grouped.map { name, values in
            JSON.array([.string(name), .array(values.map(JSON.string))])
        }
        var names: [String] = []
        for file in form.files where !names.contains(file.fieldName) {
            names.append(file.fieldName)
        }
        let files = names.map { name in
            JSON.array([
                .string(name), .array(form.files.filter { $0.fieldName == name }.map(describe)),
            ])
        }
        return .compare(
            item["expect"] ?? .null,
            .object([("fields", .array(fields)), ("files", .array(files))]))
    }

    private func describe(_ file: UploadedFile) -> JSON {
        .object([
            ("filename", .string(file.filename)), ("content_type", .string(file.contentType)),
            (
                "content_type_extra",
                .object(file.contentTypeParameters.map { ($0.key, .string($0.value)) })
            ),
            ("charset", file.charset.map(JSON.string) ?? .null), ("size", .int(file.size)),
            ("content_b64", .string(Base64.encode(file.bytes))),
        ])
    }
}

extension Outcome {
    /// Apus refused the case: right if Django raised `error`.
    static func expecting(_ item: JSON, _ error: String) -> Outcome {
        guard let expected = item["expect_error"]?.string else {
            return .failed(expected: "\(item["expect"] ?? .null)", got: error)
        }
        return .compare(expected, error)
    }
}
