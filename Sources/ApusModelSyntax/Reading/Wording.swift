extension String {
    /// The noun with `a` or `an` before it.
    var withArticle: String {
        guard let first else { return self }
        return ("aeiouAEIO".contains(first) ? "an " : "a ") + self
    }
}

/// Says that an attribute has no such argument, and which one may have been meant.
func unknownArgument(_ label: String?, of attribute: String, known: [String]) -> String {
    guard let label else { return "\(attribute) has no argument without a label here" }
    let hint =
        nearest(to: label, of: known).map { "did you mean '\($0)'?" }
        ?? "it has " + known.joined(separator: ", ")
    return "\(attribute) has no argument '\(label)': \(hint)"
}

/// The one of `known` that may have been meant by `word`: at most three letters differ.
func nearest(to word: String, of known: [String]) -> String? {
    known.first { $0.lowercased() == word.lowercased() }
        ?? known.map { ($0, editDistance($0, word)) }.filter { $0.1 <= min(3, word.utf8.count / 2) }
        .min { $0.1 < $1.1 }?.0
}

/// How many letters must change to make `right` of `left`; words of over 64 letters are far apart.
func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    guard left.count <= 64, right.count <= 64 else { return Int.max }
    var row = Array(0...right.count)
    for (line, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = line + 1
        for (column, other) in right.enumerated() {
            let substitution = diagonal + (letter == other ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(substitution, row[column] + 1, row[column + 1] + 1)
        }
    }
    return row[right.count]
}
