import ApusHTTP

/// Fields that responses get unless they have them.
///
/// Most responses begin with one of a few headers that were made once (`Response.commonHeaders`).
/// What they become is worked out when the site is made: such a response takes a copy of the outcome,
/// for which nothing is allocated.
struct DefaultHeaders: Sendable {
    private let fields: Headers
    /// Where the headers are of which it is known what they become.
    private var places: [Headers.Place] = []
    /// These headers themselves, kept so that no others come to their places.
    private var given: [Headers] = []
    private var outcomes: [Headers] = []

    init(_ fields: Headers) { self.fields = fields }

    /// Works out what each of `headers` becomes, and returns that.
    mutating func expect(_ headers: [Headers]) -> [Headers] {
        given = headers.filter { $0.place != nil }
        places = given.compactMap(\.place)
        outcomes = given.map { headers in
            var becomes = headers
            becomes.setDefaults(fields)
            return becomes
        }
        return outcomes
    }

    /// Sets the fields that `headers` doesn't have.
    func set(in headers: inout Headers) {
        if let place = headers.place {
            for index in places.indices
            where places[index].lines == place.lines && places[index].index == place.index {
                headers = outcomes[index]
                return
            }
        }
        headers.setDefaults(fields)
    }
}

/// A middleware that adds fields to every response.
protocol HeaderMiddleware: Middleware {
    /// Works out what the headers become that most responses come with, and puts that before them.
    mutating func expect(_ headers: inout [Headers])
}
