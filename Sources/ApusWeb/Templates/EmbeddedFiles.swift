import CResources

/// The files of `Templates/` that the framework ships inside the binary.
enum EmbeddedFiles {
    nonisolated(unsafe) private static let table: [String: UnsafeBufferPointer<UInt8>] = {
        var table: [String: UnsafeBufferPointer<UInt8>] = [:]
        for index in 0..<apus_resource_count() {
            let file = apus_resource_at(index)
            let path = String(cString: file.path)
            // What startproject copies is in the same list.
            if path.hasPrefix("project-template/") { continue }
            table[path] = UnsafeBufferPointer(
                start: file.bytes, count: file.length)
        }
        return table
    }()

    /// The paths, in order.
    static var paths: [String] { table.keys.sorted() }

    /// The bytes of the file at `path`, or nil where there is none.
    static func bytes(_ path: String) -> [UInt8]? { table[path].map(Array.init) }
}
