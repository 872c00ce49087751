public import ApusHTTP

/// A redirect to a route by its name with its arguments, to a path or to a URL:
/// `redirect(to: "polls:results", id)`, `redirect(to: "/polls/")`. What has a slash or a dot in it
/// and no arguments is taken as it is where no route has that name. A name that can't be reversed
/// is answered as any error of a view.
public func redirect(
    to place: String, _ arguments: any CustomStringConvertible..., permanent: Bool = false
) -> Response {
    do {
        return .redirect(try location(of: place, arguments), permanent: permanent)
    } catch {
        var response = Response.html("", status: .internalServerError)
        response.failure = error
        return response
    }
}

private func location(
    of place: String, _ arguments: [any CustomStringConvertible]
) throws -> String {
    if arguments.isEmpty, place.hasPrefix("/") || place.hasPrefix("./") || place.hasPrefix("../") {
        return place
    }
    guard let core = SiteCore.current else {
        if place.contains("/") { return place }
        throw NoSite()
    }
    do {
        return try core.reverser.reverse(place, .positions(arguments))
    } catch {
        if arguments.isEmpty, place.contains("/") || place.contains(".") { return place }
        throw error
    }
}
