import ApusWeb
import ArgumentParser
import Testing

@testable import ApusManage

@Suite struct `The commands about rows` {
    @Test func `dumpdata takes what Django's takes`() throws {
        let arguments = [
            "polls", "polls.Choice", "-e", "auth", "--exclude", "polls.tag", "--indent", "2",
            "--pks",
            "1, 2", "-o", "out.json",
        ]
        let command = try #require(try DumpData.parseAsRoot(arguments) as? DumpData)
        #expect(command.labels == ["polls", "polls.Choice"])
        #expect(command.exclude == ["auth", "polls.tag"])
        #expect(command.indent == 2)
        #expect(command.pks == "1, 2")
        #expect(command.output == "out.json")
    }

    @Test func `loaddata takes what Django's takes`() throws {
        let arguments = ["start", "-", "--app", "polls", "-i", "-e", "auth"]
        let command = try #require(try LoadData.parseAsRoot(arguments) as? LoadData)
        #expect(command.fixtures == ["start", "-"])
        #expect(command.app == "polls")
        #expect(command.ignoresUnknown)
        #expect(command.exclude == ["auth"])
        let long = try LoadData.parseAsRoot(["x", "--ignorenonexistent"]) as? LoadData
        #expect(long?.ignoresUnknown == true)
    }

    @Test func `flush, sqlflush and inspectdb can be called`() throws {
        for word in ["--noinput", "--no-input"] {
            #expect((try Flush.parseAsRoot([word]) as? Flush)?.noInput == true)
        }
        #expect(try SQLFlush.parseAsRoot([]) is SQLFlush)
        let inspect = try Inspect.parseAsRoot(["a", "b", "--app", "polls"]) as? Inspect
        #expect(inspect?.tables == ["a", "b"])
        #expect(inspect?.app == "polls")
    }

    @Test func `check refuses tags and apps that don't exist`() throws {
        let site = Site(settings: Settings(projectFolder: "/nonexistent")) {}
        func failure(_ arguments: String...) -> String? {
            do {
                let command = try Check.parseAsRoot(arguments) as? Check
                try command?.run(site)
            } catch { return "\(error)" }
            return nil
        }
        #expect(failure("-t", "nope") == "There is no system check with the \"nope\" tag.")
        #expect(failure("--tag", "security")?.hasPrefix("There is no system check") == true)
        #expect(failure("polls") == "No installed app with label 'polls'.")
    }
}
