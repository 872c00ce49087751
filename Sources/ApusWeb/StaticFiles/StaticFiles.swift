import ApusHTTP
import ApusServer
import Glibc

/// Serves the files of `Static/`, and the framework's own, below the static URL. Symbolic links in
/// `Static/` are followed: the site's developer has put them there.
struct StaticFiles: Sendable {
    private let prefix: [UInt8]
    private let folders: [String]

    init(_ settings: Settings) {
        prefix = Array(settings.staticURL.utf8)
        folders = settings.staticFolders
    }

    /// What is found at the path of a static file.
    private enum Found {
        case file(OpenFile, path: String)
        case embedded([UInt8])
    }

    /// The answer to `request`, or nil where its path isn't below the static URL. Throws 404 where
    /// there is no such file.
    func respond(to request: Request) throws -> Response? {
        let isBelow = request.target.utf8.withContiguousStorageIfAvailable {
            $0.count >= prefix.count && $0[..<prefix.count].elementsEqual(prefix)
        }
        guard isBelow != false else { return nil }
        let name: String? = RequestPath.withDecoded(request.target) { path in
            guard path.count > prefix.count, path.starts(with: prefix) else { return nil }
            return String(decoding: path[prefix.count...], as: UTF8.self)
        }
        guard let name else { return nil }
        guard let found = try find(name) else {
            throw HTTPError.notFound("'\(name)' could not be found among the static files.")
        }
        guard request.method == .get || request.method == .head else {
            return .methodNotAllowed([.get, .head])
        }
        var headers = Headers()
        headers.append("Content-Type", ContentType.of(name))
        switch found {
        case .embedded(let bytes):
            // FNV-1a: an embedded file has no time, and changes only with the binary.
            let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01b3
            }
            return request.content(
                Content(bytes), headers, tag: "\"\(String(hash, radix: 16))\"", modified: nil)
        case .file(let file, let path):
            return respond(request, file, path, headers)
        }
    }

    /// The file, or where the client understands it, what was compressed of it beforehand.
    private func respond(
        _ request: Request, _ file: OpenFile, _ path: String, _ headers: Headers
    ) -> Response {
        var headers = headers
        let siblings = CompressedSibling.all(of: file, at: path)
        guard !siblings.isEmpty else {
            return request.content(
                Content(file), headers, tag: "\"\(file.version)\"", modified: file.modified)
        }
        let accepted = AcceptedEncodings(request.headers.joined("Accept-Encoding"))
        let coding = accepted.preferred(of: siblings.map(\.coding))
        headers.append("Vary", "Accept-Encoding")
        guard let sibling = siblings.first(where: { $0.coding == coding }) else {
            return request.content(
                Content(file), headers, tag: "\"\(file.version)\"", modified: file.modified)
        }
        headers.append("Content-Encoding", sibling.coding)
        return request.content(
            Content(sibling.file), headers, tag: "\"\(sibling.file.version)-\(sibling.coding)\"",
            modified: sibling.file.modified)
    }

    private func find(_ name: String) throws -> Found? {
        guard FileName.isShown(name) else { return nil }
        for folder in folders {
            let path = "\(folder)/\(name)"
            do throws(SystemError) {
                return .file(try OpenFile(path), path: path)
            } catch {
                // Without a free descriptor nothing is known of the file.
                if error.number == EMFILE || error.number == ENFILE { throw error.httpError }
            }
        }
        return EmbeddedFiles.bytes("static/" + name).map(Found.embedded)
    }

    /// Whether there is a file of that name.
    func exists(_ name: String) -> Bool { (try? find(name)) != nil }
}

/// A static file that was compressed beforehand and lies beside the original: `site.css.br`.
private struct CompressedSibling {
    let coding: String
    let file: OpenFile

    /// Best first. One that is older than the original is left out: it is of another version.
    static func all(of original: OpenFile, at path: String) -> [CompressedSibling] {
        [("br", ".br"), ("zstd", ".zst"), ("gzip", ".gz")].compactMap { coding, ending in
            guard !path.hasSuffix(ending), let file = try? OpenFile(path + ending),
                file.modified >= original.modified
            else { return nil }
            return CompressedSibling(coding: coding, file: file)
        }
    }
}
