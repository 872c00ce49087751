import Testing

@testable import ApusManage

@Suite struct ControlMessageTests {
    private let messages: [ControlMessage] = [
        .reload(token: "1-2"), .failed(token: "1-3", output: "a\nb: error: é\n\n"), .finish, .ready,
        .broken(reason: ""), .failed(token: "1-4", output: ""),
    ]

    @Test func `messages come out as they went in, however they are split`() {
        let bytes = messages.flatMap(\.bytes)
        for size in 1...bytes.count {
            var buffer: [UInt8] = []
            var taken: [ControlMessage] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                buffer += rest.prefix(size)
                rest = rest.dropFirst(size)
                while let message = ControlMessage.take(from: &buffer) { taken.append(message) }
            }
            #expect(taken == messages)
            #expect(buffer == [])
        }
    }

    @Test func `what can't be read is dropped`() {
        var buffer = Array("nonsense\nreload x\nreload -1\nunknown 2\nabready 0\n".utf8)
        #expect(ControlMessage.take(from: &buffer) == .ready)
        #expect(buffer == [])
    }
}
