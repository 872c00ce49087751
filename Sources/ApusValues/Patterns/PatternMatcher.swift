/// Searches a text for a pattern: goes forward as the instructions say, keeps the other ways on a
/// stack, and takes the last of them when it can't go on.
struct PatternMatcher {
    let text: [UnicodeScalar]
    private let program: PatternProgram
    private var slots: [Int]
    private var steps = 0
    private var stack: [Entry] = []

    private enum Entry {
        /// Another way to go on.
        case branch(instruction: Int, position: Int)
        /// What a slot held before.
        case restore(slot: Int, value: Int)
    }

    init(_ program: PatternProgram, _ text: [UnicodeScalar]) {
        self.program = program
        self.text = text
        slots = []
    }

    /// The remembered positions of the first match; nil where there is none.
    mutating func search() throws(PatternError) -> [Int]? {
        for start in 0...text.count {
            slots = [Int](repeating: -1, count: program.slotCount)
            stack.removeAll(keepingCapacity: true)
            if try run(0, at: start) != nil { return Array(slots[..<program.groupSlots]) }
            if program.isAnchored { return nil }
        }
        return nil
    }

    /// Runs from `instruction` to the next `accept`; where the match ends, nil where there is none.
    private mutating func run(
        _ instruction: Int, at position: Int
    ) throws(PatternError) -> Int? {
        let floor = stack.count
        var instruction = instruction
        var position = position
        while true {
            steps += 1
            guard steps <= Pattern.mostSteps else { throw .tooManySteps }
            var goesOn = true
            switch program.instructions[instruction] {
            case .accept: return position
            case .scalars(let set):
                goesOn = position < text.count && set.contains(text[position])
                position += 1
                instruction += 1
            case .assertion(let assertion):
                goesOn = holds(assertion, at: position)
                instruction += 1
            case .split(let first, let second):
                stack.append(.branch(instruction: second, position: position))
                instruction = first
            case .jump(let target): instruction = target
            case .save(let slot), .beginRound(let slot):
                set(slot, to: position)
                instruction += 1
            case .endRound(let slot, let exit):
                instruction = slots[slot] == position ? exit : instruction + 1
            case .backReference(let group, let ignoresCase):
                if let length = length(ofGroup: group, at: position, ignoresCase: ignoresCase) {
                    position += length
                } else {
                    goesOn = false
                }
                instruction += 1
            case .look(let end, let behind, let isNegative):
                goesOn = try looks(instruction + 1, at: position - (behind ?? 0)) != isNegative
                instruction = end
            case .atomic(let end):
                let inner = stack.count
                if let reached = try run(instruction + 1, at: position) {
                    keepRestores(above: inner)
                    position = reached
                } else {
                    goesOn = false
                }
                instruction = end
            }
            if goesOn { continue }
            guard let way = backtrack(to: floor) else { return nil }
            (instruction, position) = way
        }
    }

    private mutating func looks(_ instruction: Int, at position: Int) throws(PatternError) -> Bool {
        guard position >= 0 else { return false }
        let inner = stack.count
        guard try run(instruction, at: position) != nil else { return false }
        keepRestores(above: inner)
        return true
    }

    private mutating func set(_ slot: Int, to position: Int) {
        stack.append(.restore(slot: slot, value: slots[slot]))
        slots[slot] = position
    }

    /// Forgets the other ways that were found above a height of the stack.
    private mutating func keepRestores(above floor: Int) {
        let kept = stack[floor...].filter { if case .restore = $0 { true } else { false } }
        stack.removeSubrange(floor...)
        stack += kept
    }

    private mutating func backtrack(to floor: Int) -> (instruction: Int, position: Int)? {
        while stack.count > floor {
            switch stack.removeLast() {
            case .branch(let instruction, let position): return (instruction, position)
            case .restore(let slot, let value): slots[slot] = value
            }
        }
        return nil
    }

    private func holds(_ assertion: PatternNode.Assertion, at position: Int) -> Bool {
        switch assertion {
        case .textStart: position == 0
        case .textEnd: position == text.count
        case .lastLineEnd:
            position == text.count || position == text.count - 1 && text[position] == "\n"
        case .lineStart: position == 0 || text[position - 1] == "\n"
        case .lineEnd: position == text.count || text[position] == "\n"
        case .wordBoundary(let isASCII): isWordBoundary(position, isASCII: isASCII)
        case .noWordBoundary(let isASCII): !isWordBoundary(position, isASCII: isASCII)
        }
    }

    private func isWordBoundary(_ position: Int, isASCII: Bool) -> Bool {
        let before = position > 0 && ScalarSet.has(text[position - 1], .word, isASCII: isASCII)
        let after =
            position < text.count && ScalarSet.has(text[position], .word, isASCII: isASCII)
        return before != after
    }

    private func length(ofGroup group: Int, at position: Int, ignoresCase: Bool) -> Int? {
        let start = slots[group * 2]
        let end = slots[group * 2 + 1]
        guard start >= 0, end >= start, position + end - start <= text.count else { return nil }
        for offset in 0..<end - start {
            let left = text[start + offset]
            let right = text[position + offset]
            guard left == right || ignoresCase && left.folded == right.folded else { return nil }
        }
        return end - start
    }
}
