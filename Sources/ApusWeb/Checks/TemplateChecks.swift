import ApusTemplates
import Glibc

/// Reads every template of a site and looks for what they name: other templates, routes, files.
struct TemplateChecks {
    private let core: SiteCore

    init(_ core: SiteCore) { self.core = core }

    var messages: [CheckMessage] {
        var seen: Set<String> = []
        return core.settings.templateFolders.flatMap { folder in
            names(in: folder, prefix: "", depth: 0).sorted().flatMap { name in
                seen.insert(name).inserted ? check(name) : []
            }
        }
    }

    private func check(_ name: String) -> [CheckMessage] {
        do {
            return try core.engine.template(named: name).references.compactMap(check)
        } catch let error as TemplateError {
            let place =
                [error.template ?? name]
                + [error.line, error.column].compactMap { $0 }.map(String.init)
            return [
                CheckMessage(
                    .error, "templates.E101", error.message,
                    object: place.joined(separator: ":"))
            ]
        } catch {
            return [CheckMessage(.error, "templates.E101", "\(error)", object: name)]
        }
    }

    private func check(_ reference: TemplateReference) -> CheckMessage? {
        let place = "\(reference.template):\(reference.line):\(reference.column)"
        switch reference.kind {
        case .extended, .included:
            if core.engine.exists(reference.name) { return nil }
            let tag = reference.kind == .extended ? "extends" : "include"
            return CheckMessage(
                .error, "templates.E102",
                "{% \(tag) %} names the template '\(reference.name)', which doesn't exist.",
                object: place,
                hint: "Looked in: \(core.settings.templateFolders.joined(separator: ", ")).")
        case .url:
            guard let problem = core.reverser.problem(withName: reference.name) else { return nil }
            return CheckMessage(.error, "templates.E103", "{% url %}: \(problem)", object: place)
        case .staticFile:
            if core.staticFiles.exists(reference.name) { return nil }
            return CheckMessage(
                .warning, "templates.W104",
                "{% static %} names the file '\(reference.name)', which doesn't exist.",
                object: place,
                hint: "Looked in: \(core.settings.staticFolders.joined(separator: ", ")).")
        }
    }

    /// The paths of all files in `folder`, hidden ones aside.
    private func names(in folder: String, prefix: String, depth: Int) -> [String] {
        guard depth < 20, let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var result: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            let path = folder + "/" + name
            if ProjectFolder.isFolder(path) {
                result += names(in: path, prefix: prefix + name + "/", depth: depth + 1)
            } else {
                result.append(prefix + name)
            }
        }
        return result
    }
}
