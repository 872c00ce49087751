import Glibc
import Testing

@testable import ApusServer

@Suite struct `Settings` {
    private func line(
        _ arguments: [String], _ environment: [String: String] = [:]
    ) -> String {
        do throws(SettingError) {
            _ = try ServerSettings.resolve(arguments: arguments, environment: environment)
            return "fine"
        } catch {
            return error.description
        }
    }

    @Test func `come from the command line, then the environment, then the site`() throws {
        var site = ServerSettings()
        site.threads = 3
        site.backlog = 7
        site.workers = .automatic
        let settings = try ServerSettings.resolve(
            arguments: ["--workers", "5", "--timeout=0.5"],
            environment: ["APUS_WORKERS": "4", "APUS_THREADS": "2"], site: site)
        #expect(settings.workers == .count(5))
        #expect(settings.threads == 2)
        #expect(settings.backlog == 7)
        #expect(settings.timeout == .milliseconds(500))
        let listing = settings.configurationListing.split(separator: "\n")
        #expect(listing.contains("workers = 5  (command line)"))
        #expect(listing.contains("threads = 2  (environment APUS_THREADS)"))
        #expect(listing.contains("backlog = 7  (the site's settings)"))
        #expect(listing.contains("timeout = 0.5  (command line)"))
        #expect(listing.contains("keep-alive = 5  (default)"))
    }

    @Test func `know PORT and WEB_CONCURRENCY, after their own names`() throws {
        var environment = ["PORT": "9000", "WEB_CONCURRENCY": "3"]
        let settings = try ServerSettings.resolve(arguments: [], environment: environment)
        #expect(settings.bind == [.tcp(host: "0.0.0.0", port: 9000)])
        #expect(settings.workers == .count(3))
        environment["APUS_BIND"] = "unix:/run/a.sock,[::1]:80"
        let own = try ServerSettings.resolve(arguments: [], environment: environment)
        #expect(own.bind == [.unix(path: "/run/a.sock"), .tcp(host: "::1", port: 80)])
    }

    @Test func `take a repeated bind together`() throws {
        let settings = try ServerSettings.resolve(
            arguments: ["--bind", "fd://3", "--bind", ":80"])
        #expect(settings.bind == [.descriptor(3), .tcp(host: "0.0.0.0", port: 80)])
    }

    @Test(arguments: [
        (["--wokers", "2"], "unknown option --wokers: did you mean --workers?"),
        (["--quux", "2"], "unknown option --quux (--help lists the settings)"),
        (["--workers"], "--workers needs a value (--help lists the settings)"),
        (["--workers", "--check"], "--workers needs a value (--help lists the settings)"),
        (
            ["--workers", "0"],
            "--workers: '0' is not a number of processes from 1 to 512, or auto"
        ),
        (["--timeout", "1e3"], "--timeout: '1e3' is not a number of seconds, as in 30 or 0.5"),
        (["--timeout", "-1"], "--timeout: '-1' is not a number of seconds, as in 30 or 0.5"),
        (["--threads", "two"], "--threads: 'two' is not a whole number from 1 to 1024"),
        (
            ["--limit-request-body", "9999999999g"],
            "--limit-request-body: '9999999999g' is not a size: bytes, or a number with k, m or g "
                + "after it, as in 10m"
        ),
        (
            ["--log-level", "loud"],
            "--log-level: 'loud' is not one of debug, info, warning, error, critical"
        ),
        (
            ["--bind", "nowhere"],
            "--bind: 'nowhere' is not an address to listen on: HOST:PORT, [IPv6]:PORT, unix:PATH "
                + "or fd://N"
        ),
        (
            ["--forwarded-allow-ips", "10.0.0.0/8,here"],
            "--forwarded-allow-ips: '10.0.0.0/8,here' is not a list of addresses or CIDR blocks "
                + "with commas between them, or *"
        ),
        (
            ["serve"],
            "unexpected argument 'serve': settings are given as --name VALUE (--help lists them)"
        ),
    ])
    func `say in one line what can't be used`(arguments: [String], expected: String) {
        #expect(line(arguments) == expected)
    }

    @Test func `name the environment's variable that can't be used`() {
        #expect(
            line([], ["APUS_WORKERS": "many"])
                == "APUS_WORKERS: 'many' is not a number of processes from 1 to 512, or auto")
        #expect(line([], ["PORT": "http"]).hasPrefix("PORT: '0.0.0.0:http' is not an address"))
    }

    @Test func `read sizes and seconds as they show them`() {
        #expect(parseSize("10m") == 10 << 20)
        #expect(parseSize("3K") == 3072)
        #expect(parseSize("7") == 7)
        #expect(parseSize("k") == nil)
        #expect(parseSize("") == nil)
        #expect(showSize(10 << 20) == "10m")
        #expect(showSize(1000) == "1000")
        #expect(parseSeconds("0.25") == .milliseconds(250))
        #expect(parseSeconds(".") == nil)
        #expect(parseSeconds("inf") == nil)
        #expect(ServerSettings().maxWorkerLifetimeJitter == nil)
        #expect(parseSeconds("0x10") == nil)
        #expect(showSeconds(.milliseconds(250)) == "0.25")
    }

    @Test func `have their help and the contract's names`() {
        let help = ServerSettings.help
        for row in ServerSettings.table { #expect(help.contains("  --\(row.flag) ")) }
        #expect(help.contains("environment: APUS_BIND, PORT]"))
        #expect(
            Set(ServerSettings.table.map(\.flag))
                == [
                    "bind", "workers", "threads", "backlog", "worker-connections", "timeout",
                    "boot-timeout", "graceful-timeout", "request-timeout", "keep-alive",
                    "header-timeout", "body-timeout", "write-timeout", "max-requests",
                    "max-requests-jitter", "max-worker-memory", "max-worker-lifetime",
                    "max-worker-lifetime-jitter", "limit-request-line",
                    "limit-request-fields", "limit-request-field-size", "limit-request-body",
                    "forwarded-allow-ips", "access-log", "access-log-format", "error-log",
                    "log-level", "pid", "umask", "user", "group", "name", "status-bind",
                ])
    }

    /// A root folder with these files below it.
    private func root(_ files: [String: String]) throws -> String {
        let root = "/tmp/apus-root-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        for (path, text) in files {
            var folder = ""
            for name in (root + path).split(separator: "/").dropLast() {
                folder += "/" + name
                mkdir(folder, 0o700)
            }
            let file = creat(root + path, 0o600)
            defer { close(file) }
            try #require(write(file, text, text.utf8.count) == text.utf8.count)
        }
        return root
    }

    @Test(arguments: [
        // A container whose own cgroup is the root that it sees (version 2).
        (
            ["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "150000 100000\n"],
            1.5 as Double?
        ),
        // A service: the limit of a slice above it is lower than its own.
        (
            [
                "/proc/self/cgroup": "0::/web.slice/site.service\n",
                "/sys/fs/cgroup/web.slice/cpu.max": "50000 100000\n",
                "/sys/fs/cgroup/web.slice/site.service/cpu.max": "300000 100000\n",
            ], 0.5
        ),
        (["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "max 100000\n"], nil),
        (["/proc/self/cgroup": "0::/gone\n"], nil),
        // Version 1, as Docker shows it: the path is the host's, the files are the container's.
        (
            [
                "/proc/self/cgroup":
                    "12:memory:/docker/4711\n5:cpu,cpuacct:/docker/4711\n1:name=systemd:/\n",
                "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "200000\n",
                "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
                "/sys/fs/cgroup/memory/cpu.cfs_quota_us": "1\n",
            ], 2
        ),
        (
            [
                "/proc/self/cgroup": "5:cpuacct,cpu:/a/b\n0::/\n",
                "/sys/fs/cgroup/cpu/a/b/cpu.cfs_quota_us": "-1\n",
                "/sys/fs/cgroup/cpu/a/b/cpu.cfs_period_us": "100000\n",
                "/sys/fs/cgroup/cpu/a/cpu.cfs_quota_us": "75000\n",
                "/sys/fs/cgroup/cpu/a/cpu.cfs_period_us": "50000\n",
            ], 1.5
        ),
        (["/proc/self/cgroup": "nonsense\n::\n5:cpu\n"], nil), ([:], nil),
    ])
    func `find the quota of cgroups of both versions`(
        files: [String: String], expected: Double?
    ) throws {
        #expect(cpuQuota(root: try root(files)) == expected)
    }

    @Test func `read a CPU quota`() {
        #expect(quota(cpuMax: "max 100000\n") == nil)
        #expect(quota(cpuMax: "150000 100000\n") == 1.5)
        #expect(quota(cpuMax: "-1 100000") == nil)
        #expect(usableCPUs() >= 1)
    }
}

@Suite struct `A bind address` {
    @Test(arguments: [
        ("127.0.0.1:8000", "127.0.0.1:8000"), ("localhost:0", "localhost:0"),
        ("[::1]:80", "[::1]:80"), (":80", "0.0.0.0:80"), ("unix:/a b", "unix:/a b"),
        ("unix:///run/x", "unix:/run/x"), ("fd://3", "fd://3"),
    ])
    func `is read and shown`(text: String, shown: String) {
        #expect(BindAddress(text)?.description == shown)
    }

    @Test(arguments: [
        "", "8000", "host:", "host:65536", "host:-1", "::1:80", "[::1]", "[host]:80", "fd://",
        "unix:",
        "a b:80", "host:8a", "unix:" + String(repeating: "x", count: 108),
    ])
    func `is refused when it is none`(text: String) {
        #expect(BindAddress(text) == nil)
    }
}

@Suite struct `The ticket of a worker` {
    @Test func `survives the environment`() {
        let ticket = WorkerTicket(
            master: 9, slot: 3, index: 1, generation: 2, scoreboard: 5, wake: 6, listeners: [3, 4])
        #expect(WorkerTicket(ticket.text) == ticket)
        #expect(WorkerTicket("1 2 3") == nil)
        #expect(WorkerTicket("") == nil)
    }

    @Test func `counts for a child of its master alone`() {
        #expect(!PreforkServer.isWorker)
    }
}

@Suite struct `The spawn throttle` {
    @Test func `holds starts back to one a second after five deaths`() {
        var throttle = SpawnThrottle()
        let second: UInt64 = 1_000_000_000
        for death in 1...4 {
            let isHeld = throttle.died(at: UInt64(death) * second)
            #expect(!isHeld)
        }
        throttle.started(at: 5 * second)
        #expect(throttle.mayStart(at: 5 * second))
        let isHeld = throttle.died(at: 5 * second)
        #expect(isHeld)
        #expect(!throttle.mayStart(at: 5 * second + second / 2))
        #expect(throttle.mayStart(at: 6 * second))
        // Half a minute after the first of the five it is forgotten.
        #expect(throttle.mayStart(at: 31 * second))
    }
}
