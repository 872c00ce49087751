import CResources
import Glibc
import Testing

@testable import ApusWeb

@Suite struct `The embedded files` {
    private static let root: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    /// The paths of the files below `folder`.
    private static func files(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var found: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let path = folder + "/" + name
            if ProjectFolder.isFolder(path) {
                found += files(in: path).map { name + "/" + $0 }
            } else {
                found.append(name)
            }
        }
        return found
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    @Test func `are those of Templates and project-template; else run scripts/embed`() throws {
        let templates = Self.files(in: Self.root + "/Templates").filter { !$0.hasPrefix(".") }
        let project = Self.files(in: Self.root + "/project-template").map {
            "project-template/" + $0
        }
        let embedded = (0..<apus_resource_count()).map {
            String(cString: apus_resource_at($0).path)
        }
        #expect(Set(embedded) == Set(templates + project))
        for path in templates {
            let bytes = try Self.bytes(Self.root + "/Templates/" + path)
            #expect(EmbeddedFiles.bytes(path) == bytes, "\(path) is older in the binary")
        }
    }
}
