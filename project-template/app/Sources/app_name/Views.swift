import Apus

func index(_ request: Request) throws -> Response {
    .text("Hello from {{ app_name }}.")
}
