import ArgumentParser
import Testing

@testable import ApusManage

/// swift-argument-parser validates a command's definition when it is first parsed, and ends the
/// process where it is wrong.
@Suite struct CommandDefinitionTests {
    @Test func `manage test takes the names of tests`() throws {
        let command = try #require(
            try TestCommand.parseAsRoot(["PollsTests", "votes"]) as? TestCommand)
        #expect(command.names == ["PollsTests", "votes"])
    }
}
