// The same six routes on Hummingbird with GRDB and Mustache, as their guides would have one write
// them. usage: peer PORT DATABASE

import Foundation
import GRDB
import Hummingbird
import Mustache

struct Message: ResponseEncodable {
    let message: String
}

struct World: Codable, FetchableRecord, MutablePersistableRecord, ResponseEncodable {
    static let databaseTableName = "world"
    var id: Int
    var randomNumber: Int

    enum CodingKeys: String, CodingKey {
        case id
        case randomNumber = "randomnumber"
    }

    static func randomID() -> Int { Int(RandomNumbers.next() % 10_000) + 1 }
}

struct Fortune: Codable, FetchableRecord, TableRecord {
    static let databaseTableName = "fortune"
    var id: Int
    var message: String
}

struct Page: ResponseGenerator {
    let html: String

    func response(from request: Request, context: some RequestContext) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }
}

@main struct Peer {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let port = Int(arguments[1]) else {
            fatalError("usage: peer PORT DATABASE")
        }
        var configuration = Configuration()
        configuration.maximumReaderCount = 1
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous=NORMAL") }
        let database = try DatabasePool(path: arguments[2], configuration: configuration)
        let page = try MustacheTemplate(
            string: """
                <!DOCTYPE html><html><head><title>Fortunes</title></head><body><table><tr><th>id</th>\
                <th>message</th></tr>{{#fortunes}}<tr><td>{{id}}</td><td>{{message}}</td></tr>\
                {{/fortunes}}</table></body></html>
                """)

        let router = Router()
        router.get("plaintext") { _, _ in "Hello, World!" }
        router.get("json") { _, _ in Message(message: "Hello, World!") }
        router.get("db") { _, _ in
            try await database.read { try World.find($0, key: World.randomID()) }
        }
        router.get("queries") { request, _ in
            let count = number(of: request)
            return try await database.read { connection in
                try (0..<count).map { _ in try World.find(connection, key: World.randomID()) }
            }
        }
        router.get("updates") { request, _ in
            let count = number(of: request)
            return try await database.write { connection in
                try (0..<count).map { _ in
                    var world = try World.find(connection, key: World.randomID())
                    world.randomNumber = World.randomID()
                    try world.update(connection)
                    return world
                }
            }
        }
        router.get("fortunes") { _, _ in
            var fortunes = try await database.read { try Fortune.fetchAll($0) }
            fortunes.append(
                Fortune(id: 0, message: "Additional fortune added at request time."))
            fortunes.sort { $0.message < $1.message }
            return Page(html: page.render(["fortunes": fortunes]))
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }

    static func number(of request: Request) -> Int {
        min(max(request.uri.queryParameters.get("n", as: Int.self) ?? 1, 1), 500)
    }
}
