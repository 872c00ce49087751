extension Connection {
    /// Whether a transaction is open.
    public var isInTransaction: Bool { transactionDepth > 0 || driver.isInTransaction }

    /// Runs `body` in a transaction, or in a savepoint of the open one: commits when it returns,
    /// rolls back when it throws. The outermost begins as a writer, so that it waits for other
    /// writers at its start and never fails in the middle.
    public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        let depth = transactionDepth
        let begin = depth == 0 ? dialect.beginWrite : "SAVEPOINT \"s\(depth)\""
        let commit = depth == 0 ? "COMMIT" : "RELEASE SAVEPOINT \"s\(depth)\""
        try mayRun()
        try control(begin)
        transactionDepth += 1
        let result: Result
        do {
            result = try body()
            try mayRun()
            transactionDepth = depth
            try commitNaming(commit)
        } catch {
            transactionDepth = depth
            rollBack(to: depth)
            throw error
        }
        if depth == 0 {
            runCommitActions()
        } else {
            for index in commitActions.indices where commitActions[index].depth > depth {
                commitActions[index].depth = depth
            }
        }
        return result
    }

    /// Runs `action` when the outermost transaction has committed; at once where none is open.
    public func onCommit(_ action: @escaping () -> Void) {
        if transactionDepth == 0 {
            action()
        } else {
            commitActions.append((transactionDepth, action))
        }
    }

    /// Commits; a failure over foreign keys says which rows point at nothing.
    private func commitNaming(_ commit: String) throws {
        do {
            try control(commit)
        } catch var error as DatabaseError where error.kind == .foreignKey {
            let rows = driver.foreignKeyViolations()
            if !rows.isEmpty { error.message += ": " + rows.joined(separator: "; ") }
            throw error
        }
    }

    private func rollBack(to depth: Int) {
        commitActions.removeAll { $0.depth > depth }
        // The database may have rolled back by itself (a full disk); then there is nothing to do.
        guard driver.isInTransaction else { return }
        if depth == 0 {
            try? control("ROLLBACK")
        } else {
            try? control("ROLLBACK TO SAVEPOINT \"s\(depth)\"")
            try? control("RELEASE SAVEPOINT \"s\(depth)\"")
        }
    }

    private func runCommitActions() {
        let actions = commitActions
        commitActions = []
        for entry in actions { entry.action() }
    }
}
