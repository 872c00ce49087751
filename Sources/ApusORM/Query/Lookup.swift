/// How a column is compared with a value; Django's names where Django has one.
public enum Lookup: String, Hashable, Sendable {
    case exact
    case notEqual = "ne"
    case less = "lt"
    case lessOrEqual = "lte"
    case greater = "gt"
    case greaterOrEqual = "gte"
    case iexact
    case contains
    case icontains
    case startsWith = "startswith"
    case istartsWith = "istartswith"
    case endsWith = "endswith"
    case iendsWith = "iendswith"
    case regex
    case iregex

    /// Whether the value is a pattern that the dialect makes of the user's text.
    var isPattern: Bool {
        switch self {
        case .iexact, .contains, .icontains, .startsWith, .istartsWith, .endsWith, .iendsWith: true
        default: false
        }
    }
}
