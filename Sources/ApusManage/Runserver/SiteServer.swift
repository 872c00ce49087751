import ApusServer
import ApusWeb
import CLinux
import Glibc

/// The process that answers under `runserver`: alone with `--noreload`, else below a supervisor.
struct SiteServer {
    let site: Site
    let listener: DevelopmentListener
    let role: ServerRole?

    /// A server on its own, without reloading.
    init(site: Site, listener: DevelopmentListener) {
        self.site = site.developing()
        self.listener = listener
        role = nil
    }

    /// A server below a supervisor.
    init(site: Site, role: ServerRole) {
        self.site = site.developing()
        listener = role.listener
        self.role = role
    }

    /// Checks, says hello, and serves until it is told to finish or interrupted.
    func run() throws {
        guard let role else {
            try prepare(announces: true)
            try server(of: site).run()
            return
        }
        // The terminal's CONTROL-C is for the supervisor, which ends this process.
        signal(SIGINT, SIG_IGN)
        let hub = ReloadHub(token: role.token)
        let folder = ProjectFolder.find()?.folder ?? Path.current
        let application: any Application
        if role.standsIn {
            application = DevelopmentApplication(site: NoSite(), hub: hub, folder: folder)
        } else {
            do {
                try prepare(announces: role.isFirst)
                // Before it says that it is ready: a site that can't start replaces none.
                try site.start()
            } catch {
                Self.tell(role, .broken(reason: "\(error)"))
                throw Exit(status: 1)
            }
            application = DevelopmentApplication(site: site, hub: hub, folder: folder)
        }
        let server = server(of: application)
        // The server takes TERM on this thread; no other may.
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        try Thread.start { Self.listen(to: role, hub, server) }
        Self.tell(role, .ready)
        try server.run()
    }

    private func server(of application: any Application) -> ThreadedServer {
        ThreadedServer(listener: listener.descriptor, application: application) { request in
            if let line = RequestLine.text(request) { Output.error(line) }
        }
    }

    /// Runs the checks; throws what they found when it is an error.
    private func prepare(announces: Bool) throws {
        if announces { Output.line("Performing system checks...\n") }
        let report = CheckReport(site.findings())
        if report.hasErrors { throw report.error }
        if announces || !report.messages.isEmpty { Output.line(report.text) }
        // A database that can't be read yet is no reason not to develop: its error has a page.
        if let reminder = try? UnappliedReminder.text(for: site) {
            Output.line("\n\(reminder)")
        }
        guard announces else { return }
        let mode = site.settings.debug ? "debug" : "production"
        Output.line(
            """
            \(Clock.banner)
            Apus version \(Manage.version), using settings of '\(Path.name(site.settings.projectFolder))' (\(mode))
            Starting development server at http://\(listener.address.description)/
            Quit the server with CONTROL-C.

            """)
    }

    /// Tells the supervisor something.
    private static func tell(_ role: ServerRole, _ message: ControlMessage) {
        let bytes = message.bytes
        _ = send(role.control, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Hears the supervisor until one of the two ends.
    private static func listen(to role: ServerRole, _ hub: ReloadHub, _ server: ThreadedServer) {
        var buffer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(role.control, &chunk, chunk.count, 0)
            if count < 0 && errno == EINTR { continue }
            // Without its supervisor a server has nothing to be for.
            guard count > 0 else { _exit(0) }
            buffer.append(contentsOf: chunk[..<count])
            while let message = ControlMessage.take(from: &buffer) {
                switch message {
                case .reload(let token):
                    hub.update {
                        $0.token = token
                        $0.failure = nil
                    }
                case .failed(let token, let output):
                    hub.update {
                        $0.token = token
                        $0.failure = output
                    }
                case .finish:
                    hub.update { $0.isFinishing = true }
                    server.stop()
                case .ready, .broken:
                    break
                }
            }
        }
    }
}
