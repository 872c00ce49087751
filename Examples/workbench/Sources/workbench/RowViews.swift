import Apus

/// One row by a random id.
func db(_ request: Request) throws -> Response {
    try .json(json(of: World.get(World.randomID)))
}

/// `n` rows, one query each.
func queries(_ request: Request) throws -> Response {
    try .json((0..<rowCount(request)).map { _ in json(of: try World.get(World.randomID)) })
}

/// `n` rows, each with a new number, written back in one transaction.
func updates(_ request: Request) throws -> Response {
    let worlds = try Database.current.transaction {
        try (0..<rowCount(request)).map { _ in
            var world = try World.get(World.randomID)
            world.randomNumber = World.randomID
            try world.save()
            return json(of: world)
        }
    }
    return try .json(worlds)
}

/// The fortunes and one more, sorted, through an escaping template.
func fortunes(_ request: Request) throws -> Response {
    var fortunes = try Fortune.all()
    var additional = Fortune(message: "Additional fortune added at request time.")
    additional.id = 0
    fortunes.append(additional)
    fortunes.sort { $0.message < $1.message }
    return try request.render("fortunes.html", ["fortunes": fortunes])
}

/// Adds one to the counter in a transaction, or reads it.
func count(_ request: Request) throws -> Response {
    guard request.method == .post else { return .text("\(try Counter.get(1).count)") }
    return try Database.current.transaction {
        try Counter.filter { $0.id == 1 }.update { $0.count += 1 }
        return .text("\(try Counter.get(1).count)")
    }
}

private func json(of world: World) -> DynamicDictionary {
    ["id": world.id, "randomNumber": world.randomNumber]
}

private func rowCount(_ request: Request) -> Int {
    min(max(Int(request.query["n"] ?? "") ?? 1, 1), 500)
}
