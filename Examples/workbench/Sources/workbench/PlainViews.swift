import Apus
import Glibc

func plaintext(_ request: Request) -> Response {
    Response("Hello, World!", contentType: "text/plain")
}

func message(_ request: Request) throws -> Response {
    try .json(["message": "Hello, World!"])
}

/// The worker's process id.
func pid(_ request: Request) -> Response {
    .text("\(getpid())")
}

/// A random id made when this worker started.
func boot(_ request: Request) -> Response {
    .text(bootID)
}

/// What the server made of the request.
func echo(_ request: Request) throws -> Response {
    try .json([
        "method": request.method.name,
        "path": request.path,
        "raw_target": request.target,
        "query": request.query.parameters.map { [$0.name, $0.value] },
        "headers": request.headers.map { [$0.name, $0.value] },
        "body_base64": Data(request.body).base64EncodedString(),
        "remote_address": request.remoteAddress,
        "scheme": request.scheme,
    ])
}

/// `mb` MiB of `x`: one in memory, sent so many times.
func big(_ request: Request) -> Response {
    let count = min(max(Int(request.query["mb"] ?? "") ?? 1, 0), 1024)
    return Response(
        headers: ["Content-Type": "text/plain"],
        body: .contents(Array(repeating: megabyte, count: count)))
}

private let megabyte = Content([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20))

/// `chunks` lines, one each `delay` seconds.
func stream(_ request: Request) -> Response {
    let chunks = min(max(Int(request.query["chunks"] ?? "") ?? 1, 0), 100_000)
    let delay = seconds(request, "delay")
    return Response(
        headers: ["Content-Type": "text/plain"],
        body: .stream { writer in
            for index in 0..<chunks {
                try await writer.write(Array("chunk \(index)\n".utf8))
                try await Task.sleep(for: delay)
            }
        })
}

/// A status whose body the server must leave out where the status has none.
func status(_ request: Request) -> Response {
    let code = Int(request.query["code"] ?? "") ?? 200
    return .text("x", status: Status(min(max(code, 100), 599)))
}

/// The duration that a parameter gives in seconds; at most an hour.
func seconds(_ request: Request, _ name: String) -> Duration {
    .seconds(min(max(Double(request.query[name] ?? "") ?? 0, 0), 3600))
}
