import CResources

/// A file of `project-template/`, as it is embedded in the program.
struct TemplateFile: Equatable {
    /// Its path below the template's folder, with placeholders.
    let path: String
    /// Its text, with placeholders.
    let text: String

    /// What startproject copies.
    static let project = embedded(below: "project-template/project/")
    /// What startapp copies.
    static let app = embedded(below: "project-template/app/")

    private static func embedded(below folder: String) -> [TemplateFile] {
        (0..<apus_resource_count()).compactMap { index in
            let file = apus_resource_at(index)
            let path = String(cString: file.path)
            guard path.hasPrefix(folder) else { return nil }
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.length)
            return TemplateFile(
                path: String(path.dropFirst(folder.count)),
                text: String(decoding: bytes, as: UTF8.self))
        }
    }
}

/// Values for the placeholders of a template: `{{ project_name }}` in texts, `project_name` in
/// paths.
struct TemplateValues {
    let values: [(name: String, value: String)]

    /// The file with its placeholders replaced.
    func render(_ file: TemplateFile) -> TemplateFile {
        var path = file.path
        var text = file.text
        for (name, value) in values {
            path = path.replacing(name, with: value)
            text = text.replacing("{{ \(name) }}", with: value)
        }
        return TemplateFile(path: path, text: text)
    }
}
