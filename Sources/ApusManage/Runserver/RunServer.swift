import ApusWeb
import ArgumentParser
import Glibc

/// `manage runserver [ADDRPORT]`.
struct RunServer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runserver",
        abstract: "Starts the server for development: edits are built and shown by themselves.",
        usage: "manage runserver [ADDRPORT] [--ipv6] [--noreload]")

    @Argument(help: "A port, or an address and a port: 8080, 0:8000, [::1]:8000.")
    var addrport: String?

    @Flag(name: [.customLong("ipv6"), .customShort("6")], help: "Use an IPv6 address.")
    var useIPv6 = false

    @Flag(help: "Don't watch files, don't build, don't reload pages.")
    var noreload = false

    /// Runs it for `site`; comes back when it is interrupted.
    func run(_ site: Site) throws {
        if let role = try ServerRole.take() {
            try SiteServer(site: site, role: role).run()
            return
        }
        let listener = try DevelopmentListener(address)
        if !noreload, let project = ProjectFolder.find() {
            let build = SiteBuild(project, builtFor: Path.executable)
            try Supervisor(build, listener).run()
        } else {
            try SiteServer(site: site, listener: listener).run()
        }
    }

    private var address: AddressPort {
        get throws {
            if let addrport { return try AddressPort(addrport, preferIPv6: useIPv6) }
            return AddressPort(
                host: useIPv6 ? "::1" : AddressPort.standard.host, port: AddressPort.standard.port,
                isIPv6: useIPv6)
        }
    }
}
