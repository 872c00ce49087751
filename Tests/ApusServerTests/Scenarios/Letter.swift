import Glibc
import Testing

extension Scenarios {
    @Suite struct `While clients break the rules` {
        /// Requests that are mutated: valid ones of every kind, and ones that are nearly so.
        private static let samples = [
            "GET / HTTP/1.1\r\nHost: t\r\nAccept: */*\r\n\r\n",
            "POST /size HTTP/1.1\r\nHost: t\r\nContent-Length: 11\r\n\r\nhello world",
            "POST /size HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;a=\"b\"\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n",
            "PUT /size HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
            "HEAD http://t:80/?a=b%20c HTTP/1.1\r\nHost: t\r\nConnection: keep-alive\r\n\r\n",
            "OPTIONS * HTTP/1.0\r\nConnection: keep-alive\r\nX-Forwarded-For: ::1, 1.2.3.4\r\n\r\n",
            "GET /stream?n=2 HTTP/1.1\r\nHost: [::1]:80\r\nX-Forwarded-Proto: https\r\n\r\n",
            "GET /inject HTTP/1.1\r\nHost: t\r\nRange: bytes=0-1,-5\r\nIf-Range: \"x\"\r\n\r\n",
        ]

        @Test func `no worker dies of 10,000 mutated requests`() throws {
            let server = try ServerProcess(
                ["--workers", "2", "--access-log", "-", "--graceful-timeout", "2"], ready: 2)
            let workers = Set(server.workers)
            var random = SplitMix(state: 20_261_123)
            var answers = 0
            for number in 0..<Scenarios.times(10_000, bounded: 500) {
                let client = try Client(server.address)
                let bytes = Self.mutated(&random)
                // The server may have refused and closed before all is sent.
                try? client.send(bytes: bytes, in: Int.random(in: 1...4, using: &random))
                shutdown(client.socket, Int32(SHUT_WR))
                let rest = (try? client.rest()) ?? ""
                if !rest.isEmpty {
                    answers += 1
                    #expect(rest.hasPrefix("HTTP/1.1 "), "request \(number): \(bytes)")
                }
            }
            #expect(answers > 0)
            #expect(Set(server.workers) == workers, "\(server.log.suffix(2000))")
            #expect(try Client(server.address).get("/").body == "Hello, World!")
        }

        @Test func `any split of pipelined requests gets the same answers`() throws {
            let server = try ServerProcess()
            var random = SplitMix(state: 7)
            let endings = [
                "GET / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\nHost: t\r\n\r\n", "BREW / HTTP/1.1\r\nHost: t\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
            ]
            for round in 0..<Scenarios.times(300, bounded: 20) {
                let count = Int.random(in: 0...4, using: &random)
                let whole =
                    (0..<count).compactMap { _ in Self.samples[..<3].randomElement(using: &random) }
                    .joined() + (endings.randomElement(using: &random) ?? "")
                let bytes = Array(whole.utf8)
                var seen: Set<String> = []
                for pieces in [1, 2, 7, round % 10 == 0 ? bytes.count : 3] {
                    let client = try Client(server.address)
                    try? client.send(bytes: bytes, in: pieces)
                    seen.insert(try Self.withoutDates(client.rest()))
                }
                #expect(seen.count == 1, "\(whole.debugDescription): \(seen)")
            }
        }

        private static func withoutDates(_ text: String) -> String {
            text.split(separator: "\r\n", omittingEmptySubsequences: false).filter { line in
                !["date: ", "x-request-id: "].contains { line.lowercased().hasPrefix($0) }
            }.joined(separator: "\n")
        }

        /// One to three samples with some bytes changed, dropped, doubled or moved.
        private static func mutated(_ random: inout SplitMix) -> [UInt8] {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes += Array((samples.randomElement(using: &random) ?? "").utf8)
            }
            let special: [UInt8] = [
                0, 9, 10, 13, 32, 44, 45, 48, 57, 58, 59, 61, 95, 102, 127, 255,
            ]
            for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
                let place = bytes.indices.randomElement(using: &random) ?? 0
                let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] = special.randomElement(using: &random) ?? 0
                case 2: bytes.removeSubrange(place..<end)
                case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
                default: bytes.insert(special.randomElement(using: &random) ?? 0, at: place)
                }
            }
            return bytes
        }
    }
}

/// Random numbers that are the same in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Client {
    /// Sends `bytes` in so many pieces of about one length, each in a packet of its own.
    fileprivate func send(bytes: [UInt8], in pieces: Int) throws {
        var flag: Int32 = 1
        setsockopt(
            socket, Int32(IPPROTO_TCP), TCP_NODELAY, &flag, socklen_t(MemoryLayout<Int32>.size))
        let length = max(1, (bytes.count + pieces - 1) / max(1, pieces))
        for start in stride(from: 0, to: bytes.count, by: length) {
            let piece = bytes[start..<min(bytes.count, start + length)]
            let count = piece.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count == piece.count else { throw Failure(description: "send: \(errno)") }
            if pieces > 1 { usleep(200) }
        }
    }
}
