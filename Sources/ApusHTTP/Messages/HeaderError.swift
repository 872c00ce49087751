/// A response that can't be put on the wire as it is: a field that would split it, or a status that
/// is none.
public struct HeaderError: Error, Hashable, Sendable {
    enum Part: Sendable {
        case name
        case value
        case size
        case status
    }

    let part: Part
    let name: String
}

extension HeaderError: CustomStringConvertible {
    /// What was refused and what to do.
    public var description: String {
        switch part {
        case .name:
            "\(quoted(name)) can't be the name of a header field: names are made of ASCII letters, "
                + "digits and !#$%&'*+-.^_`|~."
        case .value:
            "The value of the header field \(quoted(name)) holds a line break or a control "
                + "character. Header values can't contain newlines; encode what comes from outside."
        case .size:
            "The header field \(quoted(name)) doesn't fit: the fields of a message are limited to "
                + "4 GiB."
        case .status:
            "\(name) can't be the status of a response: statuses run from 100 to 599."
        }
    }

    private func quoted(_ name: String) -> String {
        "'" + name.unicodeScalars.prefix(80).map { $0.escaped(asASCII: true) }.joined() + "'"
    }
}
