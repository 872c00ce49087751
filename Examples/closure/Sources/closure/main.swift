import ApusServer

// The pre-fork server without the framework: any closure from a request to a response can be served.
// `swift run closure --bind 127.0.0.1:8000 --workers 2`; `--help` lists all that can be set.
PreforkServer(.fromCommandLine()) { request in
    Response(
        headers: ["Content-Type": "text/plain; charset=utf-8"],
        body: .text("\(request.method.name) \(request.target) is served without a framework.\n"))
}.run()
