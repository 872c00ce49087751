/// A pattern as instructions for `PatternMatcher`.
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        case scalars(ScalarSet)
        case assertion(PatternNode.Assertion)
        /// Goes on at the first, and should that fail at the second.
        case split(Int, Int)
        case jump(Int)
        /// Remembers the position.
        case save(Int)
        case backReference(Int, ignoresCase: Bool)
        /// Runs what follows up to `end` on its own.
        case look(end: Int, behind: Int?, isNegative: Bool)
        case atomic(end: Int)
        /// Remembers where a round of a loop begins, and ends the loop where a round took nothing.
        case beginRound(Int)
        case endRound(Int, exit: Int)
        case accept
    }

    private(set) var instructions: [Instruction] = []
    /// How many positions are remembered: two for each group, and one for each loop.
    private(set) var slotCount: Int
    let groupSlots: Int
    let names: [String: Int]
    /// How many nodes were compiled: a repetition of nothing adds no instruction, but takes time.
    private var nodeCount = 0

    init(_ node: PatternNode, groups: Int, names: [String: Int]) throws(PatternError) {
        groupSlots = groups * 2
        slotCount = groupSlots
        self.names = names
        try add(.save(0))
        try compile(node)
        try add(.save(1))
        try add(.accept)
    }

    /// Whether a match can only begin where the text does.
    var isAnchored: Bool {
        if instructions.count > 1, case .assertion(.textStart) = instructions[1] { return true }
        return false
    }

    private mutating func add(_ instruction: Instruction) throws(PatternError) {
        guard instructions.count < Pattern.mostInstructions else {
            throw .malformed("more than \(Pattern.mostInstructions) instructions", offset: 0)
        }
        instructions.append(instruction)
    }

    private mutating func compile(_ node: PatternNode) throws(PatternError) {
        nodeCount += 1
        guard nodeCount <= Pattern.mostInstructions * 4 else {
            throw .malformed("more than \(Pattern.mostInstructions) instructions", offset: 0)
        }
        switch node {
        case .scalars(let set): try add(.scalars(set))
        case .assertion(let assertion): try add(.assertion(assertion))
        case .sequence(let nodes):
            for node in nodes { try compile(node) }
        case .alternatives(let nodes): try compile(alternatives: nodes)
        case .group(let node, let number):
            if let number { try add(.save(number * 2)) }
            try compile(node)
            if let number { try add(.save(number * 2 + 1)) }
        case .repeated(let node, let least, let most, .possessive):
            try compile(.atomic(.repeated(node, least: least, most: most, .greedy)))
        case .repeated(let node, let least, let most, let greed):
            try compile(node, least: least, most: most, isGreedy: greed == .greedy)
        case .backReference(let number, let ignoresCase):
            try add(.backReference(number, ignoresCase: ignoresCase))
        case .look(let node, let behind, let isNegative):
            let place = instructions.count
            try add(.accept)
            try compile(node)
            try add(.accept)
            instructions[place] = .look(
                end: instructions.count, behind: behind, isNegative: isNegative)
        case .atomic(let node):
            let place = instructions.count
            try add(.accept)
            try compile(node)
            try add(.accept)
            instructions[place] = .atomic(end: instructions.count)
        }
    }

    private mutating func compile(alternatives nodes: [PatternNode]) throws(PatternError) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            let place = instructions.count
            let isLast = index == nodes.count - 1
            if !isLast { try add(.accept) }
            try compile(node)
            if isLast { continue }
            jumps.append(instructions.count)
            try add(.accept)
            instructions[place] = .split(place + 1, instructions.count)
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func compile(
        _ node: PatternNode, least: Int, most: Int?, isGreedy: Bool
    ) throws(PatternError) {
        for _ in 0..<least { try compile(node) }
        func split(_ inside: Int, _ outside: Int) -> Instruction {
            isGreedy ? .split(inside, outside) : .split(outside, inside)
        }
        guard let most else {
            let slot = slotCount
            slotCount += 1
            let start = instructions.count
            try add(.accept)
            try add(.beginRound(slot))
            try compile(node)
            let end = instructions.count
            try add(.endRound(slot, exit: end + 2))
            try add(.jump(start))
            instructions[start] = split(start + 1, instructions.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(instructions.count)
            try add(.accept)
            try compile(node)
        }
        for place in splits { instructions[place] = split(place + 1, instructions.count) }
    }
}
