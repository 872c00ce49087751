/// What a project or an app may be called: its name becomes a Swift module and a folder.
struct ModuleName {
    /// What the name is for: `project` or `app`.
    enum Purpose: String { case project, app }

    let text: String

    /// Checks a name; throws `CommandError` with what is wrong with it.
    init(_ text: String, for purpose: Purpose) throws {
        self.text = text
        guard Self.isIdentifier(text) else {
            throw CommandError(
                "'\(text)' is not a valid \(purpose.rawValue) name. Please make sure the name is a "
                    + "valid identifier: letters, digits and underscores, not beginning with a digit."
            )
        }
        if Self.keywords.contains(text) {
            throw CommandError(
                "'\(text)' is a word of the Swift language and cannot be used as "
                    + "\(purpose == .app ? "an app" : "a project") name. Please try another name.")
        }
        if Self.modules.contains(where: { $0.lowercased() == text.lowercased() }) {
            throw CommandError(
                "'\(text)' conflicts with the name of an existing Swift module and cannot be used as "
                    + "\(purpose == .app ? "an app" : "a project") name. Please try another name.")
        }
    }

    /// The name as a type is written: `Polls` of `polls`, `BlogPosts` of `blog_posts`.
    var typeName: String {
        text.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The name as a variable is written: `blogPosts` of `blog_posts`.
    var variableName: String {
        let type = typeName
        return type.prefix(1).lowercased() + type.dropFirst()
    }

    private static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 100 else { return false }
        func isLetter(_ byte: UInt8) -> Bool {
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a) || byte == UInt8(ascii: "_")
        }
        let hasLetter = text.utf8.contains { isLetter($0) && $0 != UInt8(ascii: "_") }
        return hasLetter && isLetter(first)
            && text.utf8.allSatisfy { isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) }
    }

    private static let keywords: Set<String> = [
        "Any", "Self", "Type", "Protocol", "actor", "as", "associatedtype", "async", "await",
        "borrowing", "break", "case", "catch", "class", "consuming", "continue", "default", "defer",
        "deinit", "do", "each", "else", "enum", "extension", "fallthrough", "false", "fileprivate",
        "for", "func", "guard", "if", "import", "in", "indirect", "init", "inout", "internal", "is",
        "let", "macro", "nil", "nonisolated", "open", "operator", "package", "precedencegroup",
        "private", "protocol", "public", "repeat", "rethrows", "return", "self", "some", "static",
        "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias",
        "var", "weak", "where", "while",
    ]

    /// Modules that a site's build sees, and words with a meaning in a package.
    private static let modules: Set<String> = [
        "Apus", "ApusAdmin", "ApusAuth", "ApusForms", "ApusHTTP", "ApusManage", "ApusModelMacros",
        "ApusORM", "ApusServer", "ApusTemplates", "ApusTesting", "ApusValues", "ApusWeb",
        "ArgumentParser", "ArgumentParserToolInfo", "CLinux", "COpenSSL", "CSQLite", "Dispatch",
        "Distributed", "Foundation", "FoundationEssentials", "FoundationInternationalization",
        "FoundationNetworking", "FoundationXML", "Glibc", "InMemoryLogging", "Logging", "Musl",
        "Observation", "PackageDescription", "PackagePlugin", "RegexBuilder", "Swift",
        "SwiftOnoneSupport", "SwiftShims", "Synchronization", "Testing", "XCTest",
        "_Concurrency", "_RegexParser", "_StringProcessing", "manage", "main", "test",
    ]
}
