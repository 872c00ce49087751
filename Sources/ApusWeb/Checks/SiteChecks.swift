extension Site {
    /// Everything that can be found wrong with the site without running it, the worst first.
    public func check() -> [CheckMessage] {
        var messages = core.settings.problems.map {
            CheckMessage(.error, "settings.E001", $0.reason, object: $0.name)
        }
        messages += core.table.problems
        return messages.sorted { $0.level > $1.level }
    }
}
