/// A route's text, read: literal bytes and parameters in turn.
struct RoutePattern: Sendable {
    struct Parameter: Sendable {
        let name: String
        let converter: Converter
    }

    enum Segment: Sendable {
        case literal([UInt8])
        case parameter(Parameter)
    }

    /// As it was written: `polls/<int:id>/`.
    var text: String
    var segments: [Segment]

    var parameters: [Parameter] {
        segments.compactMap { if case .parameter(let parameter) = $0 { parameter } else { nil } }
    }

    /// Reads `route`. Throws `RouteError` with Django's words for what is wrong with it.
    init(_ route: String, converters: [String: Converter]) throws {
        text = route
        segments = []
        var rest = Array(route.utf8)[...]
        var names: Set<String> = []
        while let open = rest.firstIndex(of: UInt8(ascii: "<")),
            let close = rest[open...].firstIndex(of: UInt8(ascii: ">"))
        {
            if open > rest.startIndex { segments.append(.literal(Array(rest[..<open]))) }
            let inside = String(decoding: rest[(open + 1)..<close], as: UTF8.self)
            let parameter = try Self.parameter(inside, in: route, converters: converters)
            if !names.insert(parameter.name).inserted {
                throw RouteError(
                    "URL route '\(route)' uses parameter name '\(parameter.name)' more than once.")
            }
            segments.append(.parameter(parameter))
            rest = rest[(close + 1)...]
        }
        if !rest.isEmpty { segments.append(.literal(Array(rest))) }
    }

    private init(text: String, segments: [Segment]) {
        self.text = text
        self.segments = segments
    }

    /// The pattern of an included route: this one's, then `next`'s.
    func followed(by next: RoutePattern) -> RoutePattern {
        var joined = segments
        for segment in next.segments {
            if case .literal(let tail) = segment, case .literal(let head)? = joined.last {
                joined[joined.count - 1] = .literal(head + tail)
            } else {
                joined.append(segment)
            }
        }
        return RoutePattern(text: text + next.text, segments: joined)
    }

    private static func parameter(
        _ inside: String, in route: String, converters: [String: Converter]
    ) throws -> Parameter {
        if inside.utf8.contains(where: { $0 == 32 || (9...13).contains($0) }) {
            throw RouteError(
                "URL route '\(route)' cannot contain whitespace in angle brackets <…>.")
        }
        let parts = inside.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts.last ?? "")
        let converterName = parts.count == 2 ? String(parts[0]) : "str"
        guard isIdentifier(name) else {
            throw RouteError(
                "URL route '\(route)' uses parameter name '\(name)' which isn't a valid identifier."
            )
        }
        guard let converter = converters[converterName] else {
            let known = converters.keys.sorted().joined(separator: ", ")
            throw RouteError(
                "URL route '\(route)' uses invalid converter '\(converterName)'. The converters are "
                    + "\(known).")
        }
        return Parameter(name: name, converter: converter)
    }

    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.first, first == "_" || first.isLetter else { return false }
        return name.dropFirst().allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
    }
}

/// What is wrong with a route: said at the site's start and by `manage check`.
public struct RouteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, naming the route.
    public var description: String

    init(_ description: String) { self.description = description }
}
