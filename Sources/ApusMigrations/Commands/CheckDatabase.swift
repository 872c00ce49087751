public import ApusORM

/// What `check --database` finds: the state of the database beside that of the migrations and the
/// models.
public struct DatabaseReport: Sendable {
    /// The migrations that are not applied.
    public var unapplied: [MigrationID] = []
    /// The apps whose models have changes that no migration has.
    public var changedApps: [String] = []
    /// Where the tables are otherwise than the applied migrations say.
    public var differences: [SchemaDifference] = []
}

extension MigrationCommands {
    /// Compares the database with what its applied migrations made, and the migrations with the
    /// models.
    public func databaseReport() throws -> DatabaseReport {
        let connection = try openConnection()
        let graph = try graph(applied: Set(try MigrationRecorder(connection).applied().keys))
        try graph.checkHistory()
        var report = DatabaseReport()
        let leaves = graph.leaves().map { MigrationTarget.migration($0) }
        report.unapplied = graph.plan(to: leaves).map(\.id)
        report.changedApps = try detectChanges(graph, labels: [], name: nil, ask: Self.silent)
            .map(\.app)
        if let dialect = connection.dialect as? any MigratingDialect {
            let applied = graph.fullPlan.filter(graph.applied.contains)
            report.differences = try dialect.differences(
                from: try graph.state(after: applied), on: connection)
        }
        return report
    }

    /// Answers where it only matters whether there is a change.
    static func silent(_ question: MigrationQuestion) -> MigrationAnswer {
        switch question {
        case .renameModel, .renameField, .merge, .squash: .no
        default: .value(.null)
        }
    }
}
