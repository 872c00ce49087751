import ApusValues

/// An enum whose cases are the only values that a field may take, each with a label for people:
///
///     enum Status: String, Choices {
///         case draft, inReview, published
///     }
///
/// The labels are the cases' names in words, `In Review`; a `label` of your own says otherwise.
/// What the column holds is the raw value; templates print it, and `{{ task.status_label }}` or
/// Django's `{{ task.get_status_display }}` its label.
public protocol Choices: StoredValue, CaseIterable, RawRepresentable, Hashable
where Stored == RawValue, AllCases == [Self] {
    /// What people read.
    var label: String { get }
}

extension Choices {
    /// The case's name in words: `inReview` as `In Review`.
    public var label: String { "\(self)".capitalisedWords }

    /// The values with their labels, in the order of the cases.
    public static var choices: [FieldChoice] {
        allCases.map { FieldChoice($0.sqlValue, $0.label) }
    }
}

extension String {
    /// A name as a heading: `inReview` as `In Review`, `in_review` likewise.
    var capitalisedWords: String {
        snakeCased.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined(separator: " ")
    }
}
