import ApusWeb

/// The commands of a site: those that Apus brings, and its apps' own.
enum SiteCommands {
    static func table(for site: Site) -> CommandTable {
        let own = CommandTable.Group(
            name: "apus",
            commands: [
                CommandEntry(Backup.self) { try $0.run(site) },
                CommandEntry(Check.self) { try $0.run(site) },
                CommandEntry(DBShell.self) { try $0.run(site) },
                CommandEntry(DumpData.self) { try $0.run(site) },
                CommandEntry(Flush.self) { try $0.run(site) },
                CommandEntry(Inspect.self) { try $0.run(site) },
                CommandEntry(LoadData.self) { try $0.run(site) },
                CommandEntry(MakeMigrations.self) { try $0.run(site) },
                CommandEntry(Migrate.self) { try $0.run(site) },
                CommandEntry(ShowMigrations.self) { try $0.run(site) },
                CommandEntry(SQLFlush.self) { try $0.run(site) },
                CommandEntry(SQLMigrate.self) { try $0.run(site) },
                CommandEntry(SquashMigrations.self) { try $0.run(site) },
                CommandEntry(Restore.self) { try $0.run(site) },
                CommandEntry(RunServer.self) { try $0.run(site) },
                CommandEntry("serve", "Serves the site with worker processes.") {
                    try Serve.run(site, $0)
                },
                CommandEntry(StartApp.self),
                CommandEntry(StartProject.self),
                CommandEntry(TestCommand.self),
                CommandEntry(Top.self) { try $0.run(site) },
            ])
        let apps = site.apps.map { app in
            let type = type(of: app)
            return CommandTable.Group(
                name: type.label,
                commands: type.commands.types.map { command in
                    CommandEntry(command.manageWord, command.manageSummary) { arguments in
                        let isHelp = arguments.contains { $0 == "--help" || $0 == "-h" }
                        if !isHelp { try site.begin() }
                        try command.runFromManage(arguments)
                    }
                })
        }
        // An app may put its own command in the place of Apus's.
        return CommandTable(apps + [own])
    }
}

extension Site {
    /// Makes this the process's site, for commands that use its models; throws what the checks
    /// found when that is an error.
    func begin() throws {
        try requireSoundness()
        try becomeProcessDefault()
    }

    /// Throws what the checks found when that is an error.
    func requireSoundness() throws {
        let report = CheckReport(findings())
        if report.hasErrors { throw report.error }
    }
}
