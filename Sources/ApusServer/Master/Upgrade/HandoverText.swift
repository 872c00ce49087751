internal import Glibc

extension Handover {
    /// Lines of a word and numbers; texts are in hexadecimal, so that no path can end a line.
    var text: String {
        var lines = [
            "apus \(Self.version) \(ScoreboardSlot.size)",
            "master \(predecessor) \(executable) \(scoreboard) \(wake)",
            "generation \(generation) \(lastGeneration) \(target) \(configured)",
            "tally \(tally.reloads) \(tally.heldLoops)",
            "activated \(isActivated ? 1 : 0)",
            "path \(hex(path))",
        ]
        lines += tally.restarts.map { "restarts \($0.value) \(hex($0.key))" }
        if !failure.isEmpty { lines.append("failure \(hex(failure))") }
        lines += listeners.map { "listener \($0.text)" }
        if let status { lines.append("status \(status.text)") }
        if let pidFile { lines.append("pid \(pidFile.descriptor) \(hex(pidFile.path))") }
        lines += workers.map { "worker \($0.handedOver)" }
        return (lines + ["end"]).joined(separator: "\n")
    }

    /// Reads `text`; nil for another version's, or for anything that is cut off.
    init?(_ text: String) {
        let lines = text.split(separator: "\n").map { line in line.split(separator: " ") }
        guard lines.count >= 6, lines[0] == ["apus", "\(Self.version)", "\(ScoreboardSlot.size)"],
            lines.last == ["end"]
        else { return nil }
        self.init(
            path: "", predecessor: -1, executable: -1, generation: 0, lastGeneration: 0, target: 0,
            configured: 0, scoreboard: -1, wake: -1)
        for line in lines.dropFirst().dropLast() {
            guard take(line[0], Array(line.dropFirst())) else { return nil }
        }
        let isWhole = !path.isEmpty && generation > 0 && descriptors.allSatisfy { $0 > 2 }
        guard isWhole, workers.allSatisfy({ (0..<Scoreboard.slots).contains($0.slot) }) else {
            return nil
        }
    }

    private mutating func take(_ name: Substring, _ words: [Substring]) -> Bool {
        let numbers = words.compactMap { parseCount($0) }
        switch (name, words.count) {
        case ("master", 4):
            let found = numbers.compactMap { Int32(exactly: $0) }
            guard found.count == 4 else { return false }
            (predecessor, executable, scoreboard, wake) = (found[0], found[1], found[2], found[3])
        case ("generation", 4):
            guard numbers.count == 4 else { return false }
            (generation, lastGeneration) = (numbers[0], numbers[1])
            (target, configured) = (numbers[2], numbers[3])
        case ("tally", 2):
            guard numbers.count == 2 else { return false }
            (tally.reloads, tally.heldLoops) = (numbers[0], numbers[1])
        case ("activated", 1): isActivated = words[0] == "1"
        case ("restarts", 2):
            guard let count = parseCount(words[0]), let reason = unhex(words[1]) else {
                return false
            }
            tally.restarts[reason] = count
        case ("path", 1):
            guard let text = unhex(words[0]) else { return false }
            path = text
        case ("failure", 1):
            guard let text = unhex(words[0]) else { return false }
            failure = text
        case ("listener", 5):
            guard let listener = Listening(words) else { return false }
            listeners.append(listener)
        case ("status", 5):
            guard let listener = Listening(words) else { return false }
            status = listener
        case ("pid", 2):
            guard let descriptor = Int32(words[0]), let path = unhex(words[1]) else { return false }
            pidFile = PIDFile(path: path, descriptor: descriptor)
        case ("worker", _):
            guard let worker = WorkerProcess(words) else { return false }
            workers.append(worker)
        default: return false
        }
        return true
    }
}

extension Handover.Listening {
    fileprivate var text: String {
        "\(descriptor) \(file?.device ?? 0) \(file?.inode ?? 0) \(hex("\(asked)")) "
            + hex("\(address)")
    }

    fileprivate init?(_ words: [Substring]) {
        guard let descriptor = Int32(words[0]), let device = UInt(words[1]),
            let inode = UInt(words[2]), let asked = unhex(words[3]).flatMap({ BindAddress($0) }),
            let address = unhex(words[4]).flatMap({ BindAddress($0) })
        else { return nil }
        let file = inode == 0 ? nil : SocketFile(device: device, inode: inode)
        self.init(asked: asked, address: address, descriptor: descriptor, file: file)
    }
}

extension WorkerProcess {
    fileprivate var handedOver: String {
        let (phase, deadline): (String, UInt64) =
            switch phase {
            case .booting: ("booting", 0)
            case .ready: ("ready", 0)
            case .retiring(let deadline): ("retiring", deadline)
            case .aborted(let deadline): ("aborted", deadline)
            }
        return "\(pid) \(slot) \(index) \(generation) \(started) \(phase) \(deadline) \(leaving)"
    }

    fileprivate init?(_ words: [Substring]) {
        guard words.count == 8, let pid = pid_t(words[0]), pid > 0, let slot = Int(words[1]),
            let index = Int(words[2]), let generation = Int(words[3]),
            let started = UInt64(words[4]), let deadline = UInt64(words[6]),
            let leaving = LeaveReason(rawValue: String(words[7]))
        else { return nil }
        self.init(pid: pid, slot: slot, index: index, generation: generation, started: started)
        self.leaving = leaving
        switch words[5] {
        case "booting": phase = .booting
        case "ready": phase = .ready
        case "retiring": phase = .retiring(deadline: deadline)
        case "aborted": phase = .aborted(deadline: deadline)
        default: return nil
        }
    }
}

private func hex(_ text: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let bytes = text.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: bytes, as: UTF8.self)
}

private func unhex(_ text: Substring) -> String? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 0, to: digits.count, by: 2) {
        let pair = String(decoding: digits[place...place + 1], as: UTF8.self)
        guard let byte = UInt8(pair, radix: 16) else { return nil }
        bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
}
