public import ApusHTTP
internal import Glibc

/// A server of worker processes: one master binds and watches, each worker serves.
///
///     try PreforkServer(.fromCommandLine()) { request in
///         Response(body: .text("Hello, World!"))
///     }.run()
///
/// Each worker is the same program started anew, which comes to `run` again and becomes the worker
/// there: what stands before `run` in a program runs in every process.
public struct PreforkServer {
    private let settings: ServerSettings
    private let hooks: ServerHooks
    private let makeApplication: () throws -> any Application

    /// A server of the application that `makeApplication` makes, in each worker and nowhere else.
    public init(
        _ settings: ServerSettings, hooks: ServerHooks = ServerHooks(),
        makeApplication: @escaping () throws -> any Application
    ) {
        self.settings = settings
        self.hooks = hooks
        self.makeApplication = makeApplication
    }

    /// A server of a bare closure.
    public init(
        _ settings: ServerSettings, hooks: ServerHooks = ServerHooks(),
        respond: @escaping @Sendable (Request) -> Response
    ) {
        self.init(settings, hooks: hooks, makeApplication: { ClosureApplication(respond) })
    }

    /// Whether this process is a worker. What a program does before `run` that concerns the server
    /// as a whole (a build, a banner) it leaves out then.
    public static var isWorker: Bool { WorkerTicket.inherited != nil }

    /// Serves until a signal ends it, and exits: with 0 after a stop that was asked for, 1 when it
    /// can't listen, 2 for a setting that can't be used, 3 when no worker can boot.
    public func run() -> Never {
        if let ticket = WorkerTicket.inherited {
            Worker.run(ticket, settings, hooks, makeApplication)
        }
        switch settings.action {
        case .help:
            printOut(ServerSettings.help)
            exit(0)
        case .printConfiguration:
            printOut(settings.configurationListing)
            exit(0)
        case .check: exit(check())
        case .serve: break
        }
        if let ticket = UpgradeTicket.inherited { follow(ticket) }
        do {
            _ = try Identity(settings)
        } catch {
            printError(error)
            exit(2)
        }
        do {
            let master = try Master(settings, hooks)
            exit(master.run())
        } catch {
            printError(error)
            exit(1)
        }
    }

    /// Takes over from the program that runs as the master, or says whether it could. Where this
    /// program turns out to be unable after all, the one before goes on.
    private func follow(_ ticket: UpgradeTicket) -> Never {
        unsetenv(UpgradeTicket.variable)
        do {
            let handover = try Handover(from: ticket.handover)
            guard ticket.role != .trial else {
                try Master.tryTakingOver(handover, settings)
                printOut(UpgradeTicket.verdict)
                exit(0)
            }
            do {
                let master = try Master(settings, hooks, taking: handover)
                _ = close(ticket.handover)
                exit(master.run())
            } catch {
                guard ticket.role == .take else { throw error }
                _ = close(ticket.handover)
                var back = handover
                back.failure = "\(error)"
                throw back.become(handover.predecessor, as: .back)
            }
        } catch {
            printError(error)
            exit(1)
        }
    }

    /// Tries what a start would do: opens the logs, makes and starts the application.
    private func check() -> Int32 {
        do {
            _ = try Identity(settings)
            _ = try WorkerLogs(settings)
            let application = try makeApplication()
            try application.start()
            application.stop()
            printOut("OK\n")
            return 0
        } catch {
            printError(error)
            return 2
        }
    }
}

extension ServerSettings {
    /// The settings of this process's command line and environment over a site's own. Prints the
    /// line that says what is wrong and exits with status 2 where one can't be used.
    public static func fromCommandLine(site: ServerSettings = .init()) -> ServerSettings {
        do throws(SettingError) {
            return try resolve(
                arguments: Array(CommandLine.arguments.dropFirst()),
                environment: processEnvironment(), site: site)
        } catch {
            printError(error)
            exit(2)
        }
    }
}

private func printOut(_ text: String) {
    Array(text.utf8).withUnsafeBytes { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}

private func printError(_ error: any Error) {
    var line: [UInt8] = []
    appendEscaped("Error: \(error)".utf8, to: &line)
    line.append(UInt8(ascii: "\n"))
    line.withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
