import Apus

func index(_ request: Request) throws -> Response {
    Response("Hello, world. You are at the {{ app_name }} index.")
}
