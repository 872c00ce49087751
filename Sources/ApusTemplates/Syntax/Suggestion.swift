/// ` Did you mean 'x'?` with the nearest of `candidates`, or nothing where none is near.
func suggestion(for name: String, among candidates: [String]) -> String {
    guard name.utf8.count <= 60 else { return "" }
    let limit = max(1, name.utf8.count / 3)
    let wanted = Array(name.utf8)
    var best: (distance: Int, name: String)?
    for candidate in candidates.sorted() where candidate != name {
        let distance = editDistance(wanted, Array(candidate.utf8))
        if distance <= limit, distance < best?.distance ?? Int.max { best = (distance, candidate) }
    }
    return best.map { " Did you mean '\($0.name)'?" } ?? ""
}

/// How many letters must be added, left out, changed or swapped with their neighbour.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    guard abs(left.count - right.count) <= 20 else { return Int.max }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, byte) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            var cost = min(last[column + 1], current[column]) + 1
            cost = min(cost, last[column] + (byte == other ? 0 : 1))
            if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                cost = min(cost, beforeLast[column - 1] + 1)
            }
            current.append(cost)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
