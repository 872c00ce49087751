import ApusHTTP
import Glibc

extension Headers {
    /// Says that the response depends on the request's field `name` (RFC 9110, section 12.5.5).
    mutating func vary(on name: String) {
        guard let value = joined("Vary"), !value.isEmpty else {
            self["Vary"] = name
            return
        }
        if value == "*" || contains(name, in: "Vary") { return }
        self["Vary"] = value + ", " + name
    }
}

extension HTTPDate {
    /// The moment that the machine's clock shows.
    static var now: HTTPDate { HTTPDate(secondsSince1970: time(nil)) }
}
