/// Guesses what a mistyped word was meant to be.
enum Suggestion {
    /// The word nearest to `typed`, when it is near enough to be meant.
    static func nearest(to typed: String, among words: [String]) -> String? {
        let limit = max(2, typed.utf8.count / 3)
        var nearest: (word: String, distance: Int)?
        for word in words {
            let distance = distance(typed, word)
            guard distance <= limit, distance < word.utf8.count else { continue }
            if distance < nearest?.distance ?? .max { nearest = (word, distance) }
        }
        return nearest?.word
    }

    /// How many bytes must be put in, taken out, replaced or swapped with their neighbour.
    static func distance(_ first: String, _ second: String) -> Int {
        let first = Array(first.utf8.prefix(64))
        let second = Array(second.utf8.prefix(64))
        var rows = [[Int]](
            repeating: [Int](repeating: 0, count: second.count + 1), count: first.count + 1)
        for i in 0...first.count { rows[i][0] = i }
        for j in 0...second.count { rows[0][j] = j }
        for i in first.indices {
            for j in second.indices {
                let replaced = rows[i][j] + (first[i] == second[j] ? 0 : 1)
                var best = min(replaced, rows[i][j + 1] + 1, rows[i + 1][j] + 1)
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                rows[i + 1][j + 1] = best
            }
        }
        return rows[first.count][second.count]
    }
}
