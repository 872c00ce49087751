import ApusServer
import ApusWeb
import ArgumentParser
import Glibc

/// `manage top`.
struct Top: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Shows what a running server's workers do, live; q quits.",
        usage: "manage top [--status ADDR] [--interval S]",
        discussion: """
            It asks the server's status port (--status-bind). Where standard output is no terminal \
            the figures of now are printed once.
            """)

    @Option(help: "Where the status port is; the site's status-bind without it.")
    var status: String?

    @Option(help: "Seconds between two looks.")
    var interval = 1.0

    func validate() throws {
        guard (0.1...3600).contains(interval) else {
            throw ValidationError("--interval must be 0.1 to 3600 seconds.")
        }
    }

    func run(_ site: Site) throws { try run(default: site.settings.server["status-bind"]) }

    func run() throws { try run(default: nil) }

    private func run(default known: String?) throws {
        guard let text = status ?? Environment.dictionary["APUS_STATUS_BIND"] ?? known else {
            throw CommandError(
                "Where is the server's status port? Start it with --status-bind ADDR and give "
                    + "--status ADDR here.")
        }
        guard let address = BindAddress(text) else {
            throw CommandError(
                "'\(text)' is no address: --status takes HOST:PORT, [IPv6]:PORT or unix:PATH.",
                status: 2)
        }
        let client = StatusClient(address: address)
        let first = try ServerFigures(client)
        guard Terminal.isThere else {
            let page = TopPage(address: text, now: first, before: nil)
            for line in page.lines(width: 1000) { Output.line(line) }
            return
        }
        let terminal = Terminal()
        defer { terminal.restore() }
        try watch(client, text, first, terminal)
    }

    private func watch(
        _ client: StatusClient, _ address: String, _ first: ServerFigures, _ terminal: Terminal
    ) throws {
        var before: ServerFigures?
        var now = first
        while true {
            let page = TopPage(address: address, now: now, before: before)
            terminal.show(page.lines(width: Terminal.size.columns))
            switch terminal.key(within: Int32(interval * 1000)) {
            // q, Control-C, the end of input.
            case UInt8(ascii: "q"), 3, 4: return
            default: break
            }
            let next = try ServerFigures(client)
            // A key pressed in between gives no new moment to compare with.
            if next.time - now.time > Int(interval * 500) { before = now }
            now = next
        }
    }
}
