/// What checks are about, for `manage check --tag`.
package enum CheckTag: String, CaseIterable, Sendable {
    /// What stands in the database: looked at with `--database` alone.
    case database
    case models
    /// What would be unwise on the open internet: looked at with `--deploy` alone.
    case security
    case settings
    case templates
    case urls

    /// The tags that there are, with and without `--deploy`.
    package static func available(deploy: Bool) -> [CheckTag] {
        allCases.filter { deploy || $0 != .security }
    }
}

extension CheckMessage {
    /// What the message is about, by the beginning of its id.
    package var tag: CheckTag {
        switch id.prefix(while: { $0 != "." }) {
        case "database": .database
        case "security": .security
        case "settings": .settings
        case "templates": .templates
        case "urls": .urls
        default: .models
        }
    }
}
