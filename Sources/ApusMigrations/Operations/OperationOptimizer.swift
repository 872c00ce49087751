import ApusORM

/// Shortens a list of operations to one that does the same: what is created and then changed is
/// created as changed, what is created and then deleted is left out.
enum OperationOptimizer {
    /// The shortest list found, for migrations of `app`.
    static func optimized(
        _ operations: [MigrationOperation], app: String
    ) -> [MigrationOperation] {
        var operations = operations
        while let shorter = reducedOnce(operations, app: app) { operations = shorter }
        return operations
    }

    /// The list after the first pair that can be reduced has been; nil where there is none. The
    /// result takes the place of the second of the pair, or, where something between them would
    /// not let the first pass, the place of the first.
    private static func reducedOnce(
        _ operations: [MigrationOperation], app: String
    ) -> [MigrationOperation]? {
        for first in operations.indices {
            var firstPasses = true
            scan: for second in operations.indices.dropFirst(first + 1) {
                switch operations[first].reduced(with: operations[second], app: app) {
                case .replaced(let result):
                    let between = operations[(first + 1)..<second]
                    let secondPasses = between.allSatisfy {
                        if case .passes = $0.reduced(with: operations[second], app: app) {
                            true
                        } else {
                            false
                        }
                    }
                    guard firstPasses || secondPasses else { break scan }
                    let middle =
                        firstPasses ? Array(between) + result : result + Array(between)
                    return operations[..<first] + middle + operations[(second + 1)...]
                case .passes: continue
                case .blocked: firstPasses = false
                }
            }
        }
        return nil
    }
}
