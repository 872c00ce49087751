import ApusHTTP

/// Replays `utils_http`: calls of Django's helpers for URLs, fields, hosts and dates.
struct HTTPUtilityCases: Subject {
    /// When the cases were recorded, for years of two digits.
    private let now = HTTPDate(secondsSince1970: 1_795_000_000)

    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        try replay(item["fn"]?.string ?? "", item["args"]?.array ?? [], item)
    }

    /// Runs the function with Django's name `name`.
    func replay(_ name: String, _ arguments: [JSON], _ item: JSON) throws -> Outcome {
        let first = arguments.first ?? .null
        let text = first.string ?? ""
        switch name {
        case "build_policy": return replayPolicy(item, first)
        case "urlencode": return replayEncoding(item, first)
        case "normalize": return .skipped("Python's own: its regular expressions, reversed")
        case "url_has_allowed_host_and_scheme": return replaySafety(item, first)
        case "parse_header_parameters":
            let limit = (item["kwargs"]?["max_length"] ?? arguments.dropFirst().first)?.int
            guard let field = try? FieldValue(parsing: text, maxLength: limit ?? 10_000) else {
                return .expecting(item, "ValueError")
            }
            let parameters = field.parameters.map { ($0.key, JSON.string($0.value)) }
            return expect(item, .array([.string(field.value), .object(parameters)]))
        case "base36_to_int":
            if first.string == nil { return .expecting(item, "TypeError") }
            guard let number = Base36.decode(text) else { return .expecting(item, "ValueError") }
            return expect(item, .int(Int(number)))
        case "int_to_base36":
            guard let number = first.int else { return .expecting(item, "TypeError") }
            guard number >= 0 else { return .expecting(item, "ValueError") }
            return expect(item, .string(Base36.encode(UInt(number))))
        case "urlsafe_base64_encode":
            let bytes = (first["v"]?.string).flatMap { Base64.decode($0) } ?? Array(text.utf8)
            return expect(item, .string(Base64.encode(bytes, alphabet: .urlSafe)))
        case "urlsafe_base64_decode":
            guard let bytes = Base64.decode(text, alphabet: .urlSafe) else {
                return .expecting(item, "ValueError")
            }
            let encoded = JSON.string(Base64.encode(bytes))
            return expect(item, .object([("$t", .string("bytes")), ("v", encoded)]))
        case "parse_http_date", "parse_http_date_safe":
            guard let date = HTTPDate(text, now: now) else {
                return name.hasSuffix("safe") ? expect(item, .null) : .expecting(item, "ValueError")
            }
            return expect(item, .int(date.secondsSince1970))
        case "http_date":
            return expect(
                item, .string(HTTPDate(secondsSince1970: Int(first.double ?? 0)).description))
        case "clean_ipv6_address":
            guard let address = IPv6Address(text) else {
                return .expecting(item, "ValidationError")
            }
            let unpack = item["kwargs"]?["unpack_ipv4"]?.bool ?? false
            let unpacked = unpack ? address.ipv4Mapped : nil
            return expect(item, .string(unpacked ?? address.description))
        case "is_valid_ipv6_address":
            return expect(item, .bool(first.string.flatMap(IPv6Address.init) != nil))
        default: return replayText(name, arguments, item)
        }
    }

    /// Functions from texts to texts.
    private func replayText(_ name: String, _ arguments: [JSON], _ item: JSON) -> Outcome {
        guard let first = arguments.first else { return .skipped("no argument") }
        let text = first.string ?? ""
        func strings(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
        func unlessNull(_ convert: (String) -> String) -> Outcome {
            expect(item, first.isNull ? .null : .string(convert(text)))
        }
        switch name {
        case "iri_to_uri": return unlessNull(PercentEncoding.uri(fromIRI:))
        case "uri_to_iri": return unlessNull(PercentEncoding.iri(fromURI:))
        case "filepath_to_uri": return unlessNull(PercentEncoding.uri(fromFilePath:))
        case "escape_uri_path": return unlessNull(PercentEncoding.uri(fromPath:))
        case "escape_leading_slashes": return unlessNull(RedirectSafety.escapingLeadingSlashes)
        case "split_domain_port":
            let host = Host(text)
            return expect(
                item, strings([host?.domain ?? "", host?.port.map { "\($0)" } ?? ""]))
        case "validate_host":
            let patterns = (arguments.last?.array ?? []).compactMap(\.string)
                .map { HostPattern($0) }
            return expect(item, .bool(patterns.contains { $0.matches(text) }))
        case "is_same_domain":
            let pattern = HostPattern(arguments.last?.string ?? "")
            return expect(item, .bool(pattern.isSameDomain(as: text)))
        case "parse_etags":
            switch EntityTag.Condition(parsing: text) {
            case .any: return expect(item, strings(["*"]))
            case .tags(let tags): return expect(item, strings(tags.map(\.description)))
            }
        case "quote_etag": return expect(item, .string(EntityTag(quoting: text).description))
        case "split_header_value":
            let separator = item["kwargs"]?["sep"]?.string?.unicodeScalars.first ?? ","
            return expect(item, strings(FieldValue.members(of: text, separator: separator)))
        case "split_directive_names":
            return expect(item, strings(FieldValue.directiveNames(of: text)))
        case "content_disposition_header":
            let filename = arguments.last?.string
            let disposition: ContentDisposition =
                first.bool == true ? .attachment(filename: filename) : .inline(filename: filename)
            return expect(item, disposition.fieldValue.map(JSON.string) ?? .null)
        default: return .skipped("not built yet: \(name)")
        }
    }

    private func expect(_ item: JSON, _ got: JSON) -> Outcome {
        if let error = item["expect_error"]?.string {
            return .failed(expected: error, got: "\(got)")
        }
        return .compare(item["expect"] ?? .null, got)
    }

    private func replaySafety(_ item: JSON, _ first: JSON) -> Outcome {
        let options = item["kwargs"] ?? item
        let hosts = options["allowed_hosts"]
        let names = hosts?.string.map { [$0] } ?? hosts?.array?.compactMap(\.string) ?? []
        let isSafe = RedirectSafety.isSafe(
            first.string, hosts: Set(names),
            requiresHTTPS: options["require_https"]?.bool ?? false)
        return expect(item, .bool(isSafe))
    }

    private func replayPolicy(_ item: JSON, _ config: JSON) -> Outcome {
        let nonce = item["kwargs"]?["nonce"]?.string ?? (item["args"]?.array ?? []).last?.string
        let directives = (config.object ?? []).map { name, value in
            let sources: ContentSecurityPolicy.Sources
            switch value {
            case .bool(let isOn): sources = .flag(isOn)
            case .array(let items): sources = .list(items.compactMap(\.string).map { .init($0) })
            case .string(let text): sources = .list([.init(text)])
            default: sources = .flag(false)
            }
            return ContentSecurityPolicy.Directive(name: name, sources: sources)
        }
        return expect(
            item, .string(ContentSecurityPolicy(directives).fieldValue(nonce: nonce)))
    }

    private func replayEncoding(_ item: JSON, _ query: JSON) -> Outcome {
        var pairs = query.object ?? []
        for pair in query.array ?? [] {
            guard let items = pair.array, items.count == 2 else { continue }
            pairs.append((items[0].string ?? items[0].description, items[1]))
        }
        let inSequence = item["kwargs"]?["doseq"]?.bool ?? false
        var parameters = QueryParameters()
        for (name, value) in pairs {
            if value.isNull { return .expecting(item, "TypeError") }
            guard let items = value.array else {
                parameters.append(name, text(value))
                continue
            }
            guard inSequence else { return .skipped("Python's own: repr of a list") }
            if items.contains(where: \.isNull) { return .expecting(item, "TypeError") }
            for item in items { parameters.append(name, text(item)) }
        }
        return expect(item, .string(parameters.encoded))
    }

    private func text(_ value: JSON) -> String {
        if let text = value.string { return text }
        if value["$t"]?.string == "bytes", let bytes = Base64.decode(value["v"]?.string ?? "") {
            return String(decoding: bytes, as: UTF8.self)
        }
        return value.description
    }
}
