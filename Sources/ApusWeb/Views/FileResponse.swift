public import ApusHTTP
import ApusServer
import Glibc

extension Request {
    /// The file at `path` as the response: its type by its name's ending, its length, a tag and a
    /// time, so that a client that has it gets 304, and the parts that a client asks for. It is sent
    /// from where it lies, without being read into memory. 404 where there is no such file.
    ///
    ///     try request.file("/srv/reports/\(report.id).pdf", asAttachment: true, filename: "März.pdf")
    ///
    /// `asAttachment` has browsers save it instead of showing it, under the name `filename`, else
    /// the file's own. A relative path starts at the working directory.
    public func file(
        _ path: String, asAttachment: Bool = false, filename: String? = nil,
        contentType: String? = nil
    ) throws -> Response {
        do throws(SystemError) {
            return file(
                try OpenFile(path), path, asAttachment: asAttachment, filename: filename,
                contentType: contentType)
        } catch {
            throw error.httpError
        }
    }

    /// The file `name` below `folder`, where the name comes from outside: it can't lead out of the
    /// folder, neither by `..` nor by a symbolic link, and what begins with a dot is not there.
    public func file(
        _ name: String, in folder: String, asAttachment: Bool = false, filename: String? = nil,
        contentType: String? = nil
    ) throws -> Response {
        guard FileName.isShown(name) else {
            throw HTTPError.notFound("'\(name)' is no file's name.")
        }
        do throws(SystemError) {
            return file(
                try OpenFile(name, in: folder), name, asAttachment: asAttachment,
                filename: filename, contentType: contentType)
        } catch {
            throw error.httpError
        }
    }

    private func file(
        _ file: OpenFile, _ path: String, asAttachment: Bool, filename: String?,
        contentType: String?
    ) -> Response {
        let own = path.split(separator: "/").last.map(String.init) ?? path
        var headers = Headers()
        headers.append("Content-Type", contentType ?? ContentType.of(own))
        let disposition: ContentDisposition =
            asAttachment ? .attachment(filename: filename ?? own) : .inline(filename: filename)
        if let value = disposition.fieldValue { headers.append("Content-Disposition", value) }
        return content(
            Content(file), headers, tag: "\"\(file.version)\"", modified: file.modified)
    }

    /// A content with its validators: 200, 206, 304, 412 or 416, as the request's conditions and
    /// ranges have it (RFC 9110, sections 13.2.2 and 14.2).
    func content(
        _ content: Content, _ headers: Headers, tag: String, modified: HTTPDate?
    ) -> Response {
        var response = Response(headers: headers)
        response.headers["ETag"] = tag
        if let modified { response.headers["Last-Modified"] = "\(modified)" }
        let preconditions = Preconditions(self, tag: tag, modified: modified)
        if preconditions.hasFailed {
            return .html("", status: .preconditionFailed)
        }
        if preconditions.isNotModified {
            response.status = .notModified
            response.headers.remove("Content-Type")
            response.headers.remove("Content-Disposition")
            return response
        }
        response.setContent(content, for: self)
        return response
    }
}

/// A view of the files below a folder, for what visitors have uploaded:
///
///     path("media/<path:name>", files(in: "Media")).methods(.get, .head)
public func files(in folder: String) -> @Sendable (Request, String) throws -> Response {
    let folder = ProjectFolder.absolute(folder)
    return { request, name in try request.file(name, in: folder) }
}

/// Names of files that come from outside.
enum FileName {
    /// Whether `name` stays below its folder and names nothing hidden.
    static func isShown(_ name: String) -> Bool {
        if name.utf8.contains(0) { return false }
        return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.first != UInt8(ascii: ".") }
    }
}

extension SystemError {
    /// What a visitor is answered where a file can't be opened.
    var httpError: any Error {
        switch number {
        case ENOENT, ENOTDIR, EISDIR, EINVAL, ELOOP, EXDEV, ENAMETOOLONG, ENXIO:
            HTTPError.notFound(description)
        case EACCES, EPERM: HTTPError.permissionDenied(description)
        case EMFILE, ENFILE: HTTPError(.serviceUnavailable, description)
        default: self
        }
    }
}
