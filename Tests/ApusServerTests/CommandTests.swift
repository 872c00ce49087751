import Glibc
import Testing

@Suite struct `The command line` {
    @Test func `says OK to --check when all can be used`() throws {
        let result = try runToEnd(["--check", "--workers", "2"])
        #expect(result.status == 0)
        #expect(result.text == "OK\n")
    }

    @Test func `gives the reason to --check when the application can't start`() throws {
        let result = try runToEnd(["--check"], environment: ["BOOT_FAIL=1"])
        #expect(result.status == 2)
        #expect(result.text == "Error: the database is not there\n")
    }

    @Test func `shows the resolved settings`() throws {
        let result = try runToEnd(["--print-config"], environment: ["APUS_WORKERS=3"])
        #expect(result.status == 0)
        #expect(result.text.contains("workers = 3  (environment APUS_WORKERS)\n"))
        #expect(result.text.contains("bind = 127.0.0.1:8000  (default)\n"))
    }

    @Test func `stops with status 2 and one line before anything listens`() throws {
        let result = try runToEnd(["--wokers", "2"])
        #expect(result.status == 2)
        #expect(result.text == "Error: unknown option --wokers: did you mean --workers?\n")
    }

    @Test func `lists the settings`() throws {
        let result = try runToEnd(["--help"])
        #expect(result.status == 0)
        #expect(result.text.contains("  --worker-connections N\n"))
    }
}
