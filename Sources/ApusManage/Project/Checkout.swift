/// Where Apus itself is to be had by a new project.
enum Checkout {
    /// The repository that releases come from.
    static let url = "https://github.com/apus-swift/apus"

    /// The folder of the checkout that this program was built in, while it is still one.
    static let folder: String? = existing(at: compiledFolder)

    /// `path` when an Apus checkout is there.
    static func existing(at path: String) -> String? {
        guard let manifest = try? Files.text(Path.join(path, "Package.swift")),
            manifest.contains("name: \"apus\"")
        else { return nil }
        return path
    }

    /// The line of a Package.swift that makes it depend on Apus: by path from a checkout, by
    /// URL and version otherwise.
    static func dependency(checkout: String?) -> String {
        if let checkout {
            return ".package(name: \"apus\", path: \(literal(checkout)))"
        }
        return ".package(url: \"\(url)\", from: \"\(Manage.version)\")"
    }

    /// The text as a Swift string literal.
    static func literal(_ text: String) -> String {
        var result = "\""
        for character in text {
            if character == "\"" || character == "\\" { result.append("\\") }
            result.append(character)
        }
        return result + "\""
    }

    /// This file is `Sources/ApusManage/Project/Checkout.swift` of it.
    private static let compiledFolder: String = {
        var folder = #filePath
        for _ in 0..<4 { folder = Path.parent(folder) }
        return folder
    }()
}
