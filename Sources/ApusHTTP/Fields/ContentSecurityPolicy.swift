/// A content security policy: what a page may load and run, directive by directive.
///
///     let policy: ContentSecurityPolicy = [
///         "default-src": [.self],
///         "script-src": [.self, .nonce],
///         "img-src": [.self, "https://images.example.com"],
///         "upgrade-insecure-requests": true,
///     ]
public struct ContentSecurityPolicy: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One directive.
    public struct Directive: Hashable, Sendable {
        /// The name.
        public var name: String
        /// What it allows.
        public var sources: Sources

        /// A directive with what it allows.
        public init(name: String, sources: Sources) {
            self.name = name
            self.sources = sources
        }
    }

    /// A source, or a keyword in quotes.
    public struct Source: Hashable, Sendable, ExpressibleByStringLiteral {
        /// As it stands in the policy.
        public let text: String

        /// A source as it stands in the policy.
        public init(_ text: String) { self.text = text }
        /// A source as it stands in the policy.
        public init(stringLiteral text: String) { self.text = text }

        /// Nothing.
        public static let none: Source = "'none'"
        /// The page's own origin.
        public static let `self`: Source = "'self'"
        /// A sample of what was refused goes into the report.
        public static let reportSample: Source = "'report-sample'"
        /// What a trusted script loads is trusted.
        public static let strictDynamic: Source = "'strict-dynamic'"
        /// `eval`.
        public static let unsafeEval: Source = "'unsafe-eval'"
        /// Event handlers in attributes, by hash.
        public static let unsafeHashes: Source = "'unsafe-hashes'"
        /// Scripts and styles in the page.
        public static let unsafeInline: Source = "'unsafe-inline'"
        /// WebAssembly.
        public static let wasmUnsafeEval: Source = "'wasm-unsafe-eval'"
        /// Stands for the nonce of the response.
        public static let nonce: Source = "<CSP_NONCE_SENTINEL>"
    }

    /// What a directive allows.
    public enum Sources: Hashable, Sendable, ExpressibleByArrayLiteral, ExpressibleByBooleanLiteral
    {
        /// These sources, in order; none at all leaves the directive out.
        case list([Source])
        /// The directive stands alone, or not at all.
        case flag(Bool)

        /// These sources.
        public init(arrayLiteral sources: Source...) { self = .list(sources) }
        /// A directive that stands alone, or not at all.
        public init(booleanLiteral isOn: Bool) { self = .flag(isOn) }
    }

    /// The directives in order.
    public var directives: [Directive]

    /// A policy of these directives.
    public init(_ directives: [Directive]) { self.directives = directives }

    /// A policy of these directives.
    public init(dictionaryLiteral elements: (String, Sources)...) {
        directives = elements.map { Directive(name: $0.0, sources: $0.1) }
    }

    /// The field's value. ``Source/nonce`` becomes the source of `nonce`, or is left out where
    /// there is none.
    public func fieldValue(nonce: String? = nil) -> String {
        directives.compactMap { directive in
            switch directive.sources {
            case .flag(let isOn): return isOn ? directive.name : nil
            case .list(let sources):
                let texts = sources.compactMap { source in
                    source == .nonce ? nonce.map { "'nonce-\($0)'" } : source.text
                }
                return texts.isEmpty ? nil : ([directive.name] + texts).joined(separator: " ")
            }
        }.joined(separator: "; ")
    }
}
