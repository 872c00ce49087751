extension Connection {
    /// Whether a transaction is open.
    public var isInTransaction: Bool { transactionDepth > 0 || driver.isInTransaction }

    /// Runs `body` in a transaction, or in a savepoint of the open one: commits when it returns,
    /// rolls back when it throws. The outermost begins as a writer, so that it waits for other
    /// writers at its start and never fails in the middle.
    public func transaction<Result>(
        durable: Bool = false, _ body: () throws -> Result
    ) throws -> Result {
        if durable, isInTransaction {
            throw QueryError(
                "A durable transaction cannot be nested within another: what it commits would not "
                    + "be on disk when it ends.")
        }
        return try transaction(beginning: dialect.beginWrite, body)
    }

    /// Runs `body` in a transaction that sees the database as it is at the first read, whoever
    /// writes meanwhile, and waits for nobody. What it writes is refused: a `DatabaseError` of the
    /// kind `.readOnly`.
    public func readTransaction<Result>(_ body: () throws -> Result) throws -> Result {
        let isOutermost = !isReadOnly
        return try transaction(beginning: dialect.beginRead) {
            if isOutermost, let sql = dialect.readOnly(true) { try control(sql) }
            isReadOnly = true
            defer {
                if isOutermost {
                    isReadOnly = false
                    if let sql = dialect.readOnly(false) {
                        finish(sql, needsTransaction: false)
                    }
                }
            }
            return try body()
        }
    }

    private func transaction<Result>(
        beginning first: String, _ body: () throws -> Result
    ) throws -> Result {
        let depth = transactionDepth
        let begin = depth == 0 ? first : "SAVEPOINT \"s\(depth)\""
        let commit = depth == 0 ? "COMMIT" : "RELEASE SAVEPOINT \"s\(depth)\""
        try mayRun()
        try control(begin)
        transactionDepth += 1
        let writes = database?.allWrites ?? 0
        defer { database?.countEnd(ifWrittenSince: writes) }
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
            try runCommitActions()
        } else {
            for index in commitActions.indices where commitActions[index].depth > depth {
                commitActions[index].depth = depth
            }
        }
        return result
    }

    /// Runs `action` when the outermost transaction has committed, after those that were given
    /// before; at once where none is open. Its error is thrown by the outermost `transaction`: the
    /// transaction is committed then, and the actions behind it don't run.
    public func onCommit(_ action: @escaping () throws -> Void) throws {
        if transactionDepth == 0 {
            try action()
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
            if !rows.isEmpty {
                error.message += ": " + rows.map(\.description).joined(separator: "; ")
            }
            throw error.naming(rows)
        }
    }

    private func rollBack(to depth: Int) {
        commitActions.removeAll { $0.depth > depth }
        // The database may have rolled back by itself (a full disk); then there is nothing to do.
        guard driver.isInTransaction else { return }
        if depth == 0 {
            finish("ROLLBACK")
        } else {
            finish("ROLLBACK TO SAVEPOINT \"s\(depth)\"")
            finish("RELEASE SAVEPOINT \"s\(depth)\"")
        }
    }

    private func runCommitActions() throws {
        let actions = commitActions
        commitActions = []
        for entry in actions { try entry.action() }
    }
}
